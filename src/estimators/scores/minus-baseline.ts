import type { Baseline, BaselineMemory } from "../../baselines/kind.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Point } from "../../problem/point.ts";
import type { Weighting } from "../../problem/weighting.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Estimator, EstimatorMemory } from "../estimator.ts";

/** The memory of an estimator with a baseline, if the baseline has one. @param writeReturns returns of every step */
const memoryOf = ({ memory }: Baseline, writeReturns: Weighting): Pick<Estimator, "memory"> => {
  if (memory === undefined) return {};
  let returns = new Float64Array(0);
  const withReturns =
    (learn: BaselineMemory["update"]): EstimatorMemory["update"] =>
    (batch, point) => {
      returns = ensureLength(returns, batch.steps);
      writeReturns(batch, point, returns);
      learn(batch, point, returns);
    };
  return { memory: { ...memory, fit: withReturns(memory.fit), update: withReturns(memory.update) } };
};

/** What an estimator by returns takes from its baseline. @param writeReturns returns of every step */
export const minusBaseline = (baseline: Baseline, writeReturns: Weighting) => ({
  advantages: (batch: TrajectoryBatch, point: Point, out: Float64Array): void => {
    writeReturns(batch, point, out);
    baseline.subtract(batch, point, out);
  },
  adjust: baseline.adjust,
  ...memoryOf(baseline, writeReturns),
});
