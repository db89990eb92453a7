import type { Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { discountByTime, totalReturn } from "../../trajectories/returns.ts";
import { needOnPolicy } from "../diagnostic.ts";
import { timeAdvantages } from "../values/time-advantages.ts";
import { stepSums } from "../variance/step-sums.ts";
import { heightOf, type Surface } from "./height.ts";
import { takenLogs } from "./taken-logs.ts";

/**
 * The surrogate that a batch of π_θ makes of the objective, the mean over its trajectories of
 *
 *   R + Σ_t c_t (ρ_t − 1) Â_t,   ρ_t = π_θ'(a_t|s_t) / π_θ(a_t|s_t),   Â_t = G_t − b_t,
 *
 * with R the return, G_t the reward-to-go, b_t its mean at time t over the other trajectories, and c_t = γᵗ (1 with
 * the state weight "none"). At θ it is the mean return, and its slope there is the reward-to-go estimate of ∇J with
 * that baseline. Elsewhere it leaves out that θ' would lead to other states. With `clip`, ε, the terms are PPO's,
 * min(ρ Â, clip(ρ, 1 − ε, 1 + ε) Â) − Â.
 *
 * The standard error is over trajectories (groups, where they share first states), at the θ' of the call; the errors
 * at two θ' go together.
 *
 * Cost of a call: one pass over the batch. The batch must stay as it is.
 *
 * Source: Schulman et al. (2015), Trust Region Policy Optimization, equations 3 and 14; (2017), equation 7.
 * @returns a function of the policy at θ'
 * @throws RangeError where another policy acts
 */
export const surrogateOf = (
  point: Point,
  batch: TrajectoryBatch,
  clip = Number.POSITIVE_INFINITY,
): Surface => {
  needOnPolicy(point, "the surrogate");
  const { objective } = point.problem;
  const { trajectories, steps, offsets } = batch;
  const taken = takenLogs(point, batch);
  const returns = new Float64Array(steps);
  totalReturn(batch, objective.discount, returns);
  const advantages = new Float64Array(steps);
  timeAdvantages(batch, objective.discount, advantages);
  if (objective.stateWeight === "discounted") discountByTime(batch, objective.discount, advantages);
  const alone = { ...batch, offsets: Int32Array.from({ length: trajectories + 1 }, (_, i) => i) };
  const terms = new Float64Array(trajectories);
  return (moved) => {
    const later = takenLogs(moved, batch);
    for (let i = 0; i < trajectories; i++) {
      terms[i] = returns[offsets[i]];
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        const gain = Math.expm1(later[k] - taken[k]);
        const kept = Math.max(-clip, Math.min(clip, gain));
        terms[i] += Math.min(gain * advantages[k], kept * advantages[k]);
      }
    }
    return heightOf(stepSums(alone, terms));
  };
};
