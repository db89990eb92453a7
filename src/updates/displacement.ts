import { ANY_BATCH, type Estimator } from "../estimators/estimator.ts";
import type { Point } from "../problem/point.ts";
import { preview } from "./preview.ts";
import type { Update } from "./update.ts";

/**
 * The way Δθ/α that a whole update would go with a batch, over its step size: optimizer, minibatches, clipping and all, as an
 * estimate of ∇J like any other. It is tried elsewhere and taken back: nothing that learns is changed. Where the update
 * names no step size, α is 1.
 *
 * @throws RangeError where an update takes several batches
 */
export const displacementOf = (update: Update): Estimator => {
  if (update.batches > 1)
    throw new RangeError(`a displacement is of one batch; the agent's update takes ${update.batches}`);
  let there: Point | undefined; // memory of its own, made once
  return {
    estimand: { stateWeight: "none", unbiased: false },
    takes: ANY_BATCH,
    law: { kind: "unknown" },
    estimate(batch, point, out, random) {
      there ??= point.moved(point.theta);
      const { report, moved } = preview(update, point, () => batch, random, there);
      const rate = report.figures?.learningRate ?? 1;
      for (let j = 0; j < out.length; j++) out[j] = (moved[j] - point.theta[j]) / rate;
      return 0;
    },
  };
};
