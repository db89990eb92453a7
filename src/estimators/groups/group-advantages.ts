import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/** What is subtracted from a return. */
export type Center = "group-mean" | "group-leave-one-out" | "batch-mean" | "none";

/** What a centered return is divided by. */
export type Scale = "group-std" | "batch-std" | "batch-whitening" | "none";

/** How the mean and standard deviation of a group or batch are taken. */
export interface Moments {
  /** Whether the squares are divided by n, or by n − 1. */
  readonly deviation: "population" | "sample";
  /** Whether the batch's count a trajectory once, or once for each of its steps. */
  readonly over: "trajectories" | "steps";
  /** ε, added to the standard deviation. */
  readonly epsilon: number;
}

/** How often trajectory i counts. */
const countOf = ({ offsets }: TrajectoryBatch, i: number, over: Moments["over"]): number =>
  over === "steps" ? offsets[i + 1] - offsets[i] : 1;

/** Mean over trajectories `from` to `to`; exact where they are all equal, so that nothing is left of them. */
const meanOf = (
  batch: TrajectoryBatch,
  values: Float64Array,
  from: number,
  to: number,
  over: Moments["over"],
): number => {
  const origin = values[from];
  let sum = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    sum += countOf(batch, i, over) * (values[i] - origin);
    count += countOf(batch, i, over);
  }
  return origin + sum / count;
};

/** Standard deviation over trajectories `from` to `to`. */
const deviationOf = (
  batch: TrajectoryBatch,
  values: Float64Array,
  from: number,
  to: number,
  over: Moments["over"],
  deviation: Moments["deviation"],
): number => {
  const mean = meanOf(batch, values, from, to, over);
  let squares = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    squares += countOf(batch, i, over) * (values[i] - mean) ** 2;
    count += countOf(batch, i, over);
  }
  return Math.sqrt(squares / (deviation === "sample" ? count - 1 : count));
};

const divide = (values: Float64Array, from: number, to: number, by: number): void => {
  // where nothing differs, an advantage is 0 and not 0/0
  for (let i = from; i < to; i++) values[i] = values[i] === 0 ? 0 : values[i] / by;
};

/** Subtracts a center from the returns, in place. @param returns [n], one of each trajectory */
export const center = (
  batch: TrajectoryBatch,
  kind: Center,
  over: Moments["over"],
  returns: Float64Array,
): void => {
  const { trajectories: n, groupSize: K } = batch;
  if (kind === "none") return;
  if (kind === "batch-mean") {
    const mean = meanOf(batch, returns, 0, n, over);
    for (let i = 0; i < n; i++) returns[i] -= mean;
    return;
  }
  // R_i − Σ_{j≠i} R_j / (K − 1) = (R_i − R̄) K / (K − 1)
  const factor = kind === "group-leave-one-out" ? K / (K - 1) : 1;
  for (let first = 0; first < n; first += K) {
    const mean = meanOf(batch, returns, first, first + K, "trajectories");
    for (let i = first; i < first + K; i++) returns[i] = factor * (returns[i] - mean);
  }
};

/**
 * Divides centered returns by a standard deviation plus ε, in place: of the returns of the group, of the
 * batch, or (whitening) of the centered returns of the batch, after their mean is subtracted.
 *
 * @param returns [n] @param centered [n], written
 */
export const scale = (
  batch: TrajectoryBatch,
  kind: Scale,
  { deviation, over, epsilon }: Moments,
  returns: Float64Array,
  centered: Float64Array,
): void => {
  const { trajectories: n, groupSize: K } = batch;
  if (kind === "group-std") {
    for (let first = 0; first < n; first += K) {
      const sigma = deviationOf(batch, returns, first, first + K, "trajectories", deviation);
      divide(centered, first, first + K, sigma + epsilon);
    }
  } else if (kind === "batch-std") {
    divide(centered, 0, n, deviationOf(batch, returns, 0, n, over, deviation) + epsilon);
  } else if (kind === "batch-whitening") {
    center(batch, "batch-mean", over, centered);
    divide(centered, 0, n, deviationOf(batch, centered, 0, n, over, deviation) + epsilon);
  }
};
