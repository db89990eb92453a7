import type { CellBias } from "../statistics/bias/cell-bias.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import { type CellColumns, type CellStatistics, cellColumns } from "./cell-columns.ts";
import type { CellSums } from "./cell-sums.ts";

/** The statistics of a cell, and the means that its deviations are from, over the finite estimates; NaN if none is. */
export interface ComparedCell extends CellStatistics {
  readonly mean: Float64Array; // [P]
  /** Of u = g/‖g‖, or 0 if g = 0. # [P] */
  readonly meanDirection: Float64Array;
}

/** What estimates are compared with. */
export type ComparedTruth = Pick<TrueGradient, "norm" | "gradient" | "noise">;

type Columns = Omit<CellStatistics, "finite">;

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
  truth: ComparedTruth | null,
  into: Columns = cellColumns(replicates, 0),
): ComparedCell => {
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
  deviate(gradients, finite, { mean, meanDirection }, into);
  return {
    ...{ norm, dotTruth, cosine, squaredError, squaredDeviation, directionDeviation, finite },
    ...{ mean, meanDirection },
  };
};

/**
 * Writes the deviations of estimates from the means of their cell, of which they may be a part.
 *
 * @param gradients [K, P] @param finite those that are not are left out. # [K] @param into its `norm` is read
 */
export const deviate = (
  gradients: Float64Array,
  finite: Uint8Array,
  { mean, meanDirection }: Pick<ComparedCell, "mean" | "meanDirection">,
  { norm, squaredDeviation, directionDeviation }: Omit<Columns, "dotTruth" | "cosine" | "squaredError">,
): void => {
  const P = mean.length;
  for (let r = 0; r < finite.length; r++) {
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
 * One cell of a probe: all replicates of one estimator at one batch size, and in columns those R of them that are kept, the
 * first ones. Columns of numbers are views of one buffer.
 */
export interface EstimatesEvent extends CellColumns, CellStatistics {
  readonly type: "estimates";
  readonly iteration: number;
  readonly estimator: string;
  /** Trajectories behind one estimate: of all its batches, where it takes several. */
  readonly batchSize: number;
  /** Estimates that were drawn: R, or more. */
  readonly replicates: number;
  /** What the statistics of the cell follow from. */
  readonly sums: CellSums;
  /** The bias of the finite ones, with intervals; undefined where there are none, or no truth is known yet. */
  readonly bias?: CellBias | undefined;
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
