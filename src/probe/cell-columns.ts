/** Gives so many zeros. Whoever does a run may hand out memory that it has got back. */
export type Allocate = (length: number) => Float64Array;

const freshMemory: Allocate = (length) => new Float64Array(length);

/** The statistics of a cell, one value per replicate: columns of the table `estimate`; NaN stands for "not defined" and becomes NULL. */
export interface CellStatistics {
  readonly norm: Float64Array; // [R]
  readonly dotTruth: Float64Array; // [R]
  readonly cosine: Float64Array; // [R]
  readonly squaredError: Float64Array; // [R]
  readonly squaredDeviation: Float64Array; // [R]
  readonly directionDeviation: Float64Array; // [R]
  /** 1 where every coordinate is finite. # [R] */
  readonly finite: Uint8Array;
}

/** All columns of a cell but the one of bytes. */
export interface CellColumns extends Omit<CellStatistics, "finite"> {
  /** Environment steps of the trajectories behind each estimate. # [R] */
  readonly envSteps: Float64Array;
  /** The estimates themselves. # [R, P] */
  readonly gradients: Float64Array;
}

/** The columns of a cell, zeros, side by side in one piece of memory. */
export const cellColumns = (
  replicates: number,
  parameters: number,
  allocate: Allocate = freshMemory,
): CellColumns => {
  const memory = allocate(replicates * (7 + parameters));
  const column = (i: number) => memory.subarray(i * replicates, (i + 1) * replicates);
  return {
    envSteps: column(0),
    norm: column(1),
    dotTruth: column(2),
    cosine: column(3),
    squaredError: column(4),
    squaredDeviation: column(5),
    directionDeviation: column(6),
    gradients: memory.subarray(7 * replicates),
  };
};
