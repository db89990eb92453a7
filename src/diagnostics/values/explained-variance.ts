import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnToGo } from "../../trajectories/returns.ts";
import type { Measured } from "../diagnostic.ts";
import { jackknife } from "../variance/jackknife.ts";
import { stepSums } from "../variance/step-sums.ts";

/**
 * 1 − Var(G_t − V̂(s_t)) / Var(G_t) over all steps of some trajectories: 1 if V̂ foretells every return, 0 if it does
 * no better than a constant. Even V^π stays below 1 where anything is random. The standard error is over
 * trajectories.
 *
 * @param values V̂. # [steps]
 * @returns NaN where all returns are the same
 */
export const explainedVariance = (
  batch: TrajectoryBatch,
  discount: number,
  values: Float64Array,
): Measured => {
  const returns = new Float64Array(batch.steps);
  returnToGo(batch, discount, returns);
  return explainedPart(batch, returns, values);
};

/**
 * 1 − Var(T − V)/Var(T) over all steps of some trajectories, with the standard error over these.
 * @param targets T. # [steps] @param values V. # [steps] @returns NaN where all targets are the same
 */
export const explainedPart = (
  batch: Pick<TrajectoryBatch, "trajectories" | "groupSize" | "offsets">,
  targets: Float64Array,
  values: Float64Array,
): Measured => {
  const wanted = targets.slice(0, batch.offsets[batch.trajectories]);
  const errors = wanted.map((t, k) => t - values[k]);
  center(wanted);
  center(errors);
  const square = (x: number) => x * x;
  const sums = stepSums(batch, wanted, wanted.map(square), errors, errors.map(square));
  return jackknife(sums, 5, ([n, t, tt, e, ee]) => 1 - (ee / n - (e / n) ** 2) / (tt / n - (t / n) ** 2));
};

/** Takes the mean off, so that sums of squares lose no digits. */
const center = (values: Float64Array): void => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  for (let k = 0; k < values.length; k++) values[k] -= mean;
};
