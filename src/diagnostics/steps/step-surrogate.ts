import type { ContinuousPoint, Point } from "../../problem/point.ts";
import { logProbabilities } from "../../updates/rollouts/log-probabilities.ts";
import type { PolicySurrogate } from "../../updates/rollouts/policy-surrogate.ts";
import { stepSums } from "../variance/step-sums.ts";
import { heightOf, type Surface } from "./height.ts";

/**
 * The surrogate that an update from steps makes of its batch, at θ': the mean over steps of min(ρ Â, clip(ρ, 1 ± ε) Â),
 * ρ = π_θ'(a|x)/π_θ(a|x). It has the units of Â, none where that is normalized, and is the mean of Â at θ: 0 there.
 *
 * The standard error is over trajectories, whole or cut, at given advantages: what their baseline and their normalization
 * share is no part of it. Cost of a call: one pass over the steps.
 *
 * Source: Schulman et al. (2017), equation 7; looked at over a plane by Ilyas et al. (2020), §4.
 * @param point the policy that drew the steps
 */
export const stepSurrogate = (point: Point, { steps, advantages, clip }: PolicySurrogate): Surface => {
  const before = new Float64Array(steps.steps);
  const after = new Float64Array(steps.steps);
  const terms = new Float64Array(steps.steps);
  logProbabilities((point as ContinuousPoint).policy.rows, steps, before);
  const units = { trajectories: steps.trajectories, groupSize: 1, offsets: steps.offsets };
  return (moved) => {
    logProbabilities((moved as ContinuousPoint).policy.rows, steps, after);
    for (let k = 0; k < terms.length; k++) {
      const ratio = Math.exp(after[k] - before[k]);
      const bounded = Math.max(1 - clip, Math.min(1 + clip, ratio));
      terms[k] = Math.min(ratio * advantages[k], bounded * advantages[k]);
    }
    return heightOf(stepSums(units, terms));
  };
};
