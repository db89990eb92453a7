import type { Estimator, Weighting } from "../estimators/estimator.ts";
import { grown } from "../linear-algebra/scratch.ts";
import type { FrozenPolicy } from "../problem/frozen.ts";
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
    remember(batch, at) {
      returns = grown(returns, batch.steps);
      writeReturns(batch, at, returns);
      remember(batch, at, returns);
    },
    ...(forget && { forget }),
  };
};

/** What an estimator by returns takes from its baseline. @param writeReturns returns of every step */
export const minusBaseline = (baseline: Baseline, writeReturns: Weighting) => ({
  minimumBatch: baseline.minimumBatch,
  advantages: (batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array): void => {
    writeReturns(batch, at, out);
    baseline.subtract(batch, at, out);
  },
  adjust: baseline.adjust,
  ...remembering(baseline, writeReturns),
});
