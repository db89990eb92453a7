import type { CellBias } from "../statistics/bias/cell-bias.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";

/** Gives so many zeros. Whoever does a run may hand out memory that it has got back. */
export type Allocate = (length: number) => Float64Array;

const freshMemory: Allocate = (length) => new Float64Array(length);

/** The statistics of a cell, one value per replicate; see `EstimatesEvent`. */
export type CellStatistics = Pick<
  EstimatesEvent,
  "norm" | "dotTruth" | "cosine" | "squaredError" | "squaredDeviation" | "directionDeviation" | "finite"
>;

/** All columns of a cell but the one of bytes. */
export type CellColumns = Omit<CellStatistics, "finite"> & Pick<EstimatesEvent, "envSteps" | "gradients">;

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

/**
 * Compares every estimate of a cell with the truth and with the cell's own means (over its finite estimates).
 *
 * - `cosine` with the truth; 0 for an estimate of zero, which points nowhere; NaN where the truth is none (noise, zero).
 * - `squaredDeviation` ‖g − ḡ‖²: its sum / (N − 1) is the total variance.
 * - `directionDeviation` ‖u − ū‖² with u = g/‖g‖ (0 for g = 0): gives the mean pairwise cosine, since
 *   Σ_{i≠j} u_i·u_j = ‖Σu‖² − Σ‖u‖².
 *
 * @param gradients [R, P]
 * @param truth null where none is known: what needs one is NaN
 * @param into where the statistics are written
 */
export const compareCell = (
  gradients: Float64Array,
  replicates: number,
  truth: Pick<TrueGradient, "norm" | "gradient" | "noise"> | null,
  into: Omit<CellStatistics, "finite"> = cellColumns(replicates, 0),
): CellStatistics => {
  const P = gradients.length / replicates;
  const { norm, dotTruth, cosine, squaredError, squaredDeviation, directionDeviation } = into;
  for (const column of [norm, dotTruth, cosine, squaredError, squaredDeviation, directionDeviation])
    column.fill(Number.NaN);
  const finite = new Uint8Array(replicates);
  const mean = new Float64Array(P);
  const meanDirection = new Float64Array(P);
  let count = 0;

  for (let r = 0; r < replicates; r++) {
    let square = 0;
    for (let j = r * P; j < (r + 1) * P; j++) square += gradients[j] * gradients[j];
    if (!Number.isFinite(square)) continue;
    finite[r] = 1;
    count++;
    norm[r] = Math.sqrt(square);
    const scale = square > 0 ? 1 / norm[r] : 0;
    for (let j = 0; j < P; j++) {
      mean[j] += gradients[r * P + j];
      meanDirection[j] += gradients[r * P + j] * scale;
    }
    if (truth === null) continue;
    let dot = 0;
    let error = 0;
    for (let j = 0; j < P; j++) {
      const difference = gradients[r * P + j] - truth.gradient[j];
      dot += gradients[r * P + j] * truth.gradient[j];
      error += difference * difference;
    }
    dotTruth[r] = dot;
    squaredError[r] = error;
    if (truth.noise === null) cosine[r] = (dot * scale) / truth.norm;
  }

  for (let j = 0; j < P; j++) {
    mean[j] /= count;
    meanDirection[j] /= count;
  }
  for (let r = 0; r < replicates; r++) {
    if (finite[r] === 0) continue;
    const scale = norm[r] > 0 ? 1 / norm[r] : 0;
    let deviation = 0;
    let directions = 0;
    for (let j = 0; j < P; j++) {
      const difference = gradients[r * P + j] - mean[j];
      const turn = gradients[r * P + j] * scale - meanDirection[j];
      deviation += difference * difference;
      directions += turn * turn;
    }
    squaredDeviation[r] = deviation;
    directionDeviation[r] = directions;
  }
  return { norm, dotTruth, cosine, squaredError, squaredDeviation, directionDeviation, finite };
};

/** A probe begins: θ is frozen and the truth at it is known. */
export interface ProbeEvent {
  readonly type: "probe";
  readonly iteration: number;
  readonly theta: Float64Array; // [P]
  /** Mean and deviation by which the policy normalizes observations; empty if it does not. # [2, O] */
  readonly normalizer: Float64Array;
  /** null where no truth is known (an environment without a model). */
  readonly truth: TrueGradient | null;
}

/**
 * One cell of a probe: all replicates of one estimator at one batch size, R of them, in columns. Those of numbers are
 * views of one buffer.
 */
export interface EstimatesEvent {
  readonly type: "estimates";
  readonly iteration: number;
  readonly estimator: string;
  /** Trajectories behind one estimate: of all its batches, where it takes several. */
  readonly batchSize: number;
  readonly replicates: number;
  /** Environment steps of the trajectories behind each estimate. # [R] */
  readonly envSteps: Float64Array;
  /** Columns of the table `estimate`; NaN stands for "not defined" and becomes NULL. # [R] each */
  readonly norm: Float64Array;
  readonly dotTruth: Float64Array;
  readonly cosine: Float64Array;
  readonly squaredError: Float64Array;
  readonly squaredDeviation: Float64Array;
  readonly directionDeviation: Float64Array;
  /** 1 where every coordinate is finite. # [R] */
  readonly finite: Uint8Array;
  /** The bias of the finite ones, with intervals; undefined where there are none, or no truth is known yet. */
  readonly bias?: CellBias | undefined;
  /** The estimates themselves. # [R, P] */
  readonly gradients: Float64Array;
}

/** The estimand of a cell, where it is not ∇J, and how the cell compares with it. */
export interface EstimandEvent {
  readonly type: "estimand";
  readonly iteration: number;
  readonly estimator: string;
  readonly batchSize: number;
  readonly name: string;
  readonly norm: number;
  /** Square root of the trace of its covariance; 0 if it is exact. */
  readonly standardError: number;
  /** Its cosine with ∇J; NaN where that is unknown. */
  readonly cosineTruth: number;
  /** ‖ḡ − estimand‖, noise included. */
  readonly biasNorm: number;
  readonly cosineOfMean: number;
  readonly gradient: Float64Array; // [P]
}
