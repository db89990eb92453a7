import type { Estimator, Weighting } from "../estimators/estimator.ts";
import { ensureLength } from "../linear-algebra/scratch.ts";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Baseline } from "./kind.ts";

/** The memory of an estimator with a baseline, if the baseline has one. @param writeReturns returns of every step */
const remembering = (
  { remember, forget }: Baseline,
  writeReturns: Weighting,
): Pick<Estimator, "remember" | "forget"> => {
  if (remember === undefined) return {};
  let returns = new Float64Array(0);
  return {
    remember(batch, point) {
      returns = ensureLength(returns, batch.steps);
      writeReturns(batch, point, returns);
      remember(batch, point, returns);
    },
    ...(forget && { forget }),
  };
};

/** What an estimator by returns takes from its baseline. @param writeReturns returns of every step */
export const minusBaseline = (baseline: Baseline, writeReturns: Weighting) => ({
  minimumBatch: baseline.minimumBatch,
  advantages: (batch: TrajectoryBatch, point: Point, out: Float64Array): void => {
    writeReturns(batch, point, out);
    baseline.subtract(batch, point, out);
  },
  adjust: baseline.adjust,
  ...remembering(baseline, writeReturns),
});
