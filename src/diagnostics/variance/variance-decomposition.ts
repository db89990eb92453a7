import type { Point } from "../../problem/point.ts";
import { mean, variance } from "../../statistics/mean.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { needOnPolicy, type StreamKey } from "../diagnostic.ts";
import { type Block, type Decomposed, type DecompositionCost, varianceBlock } from "./variance-block.ts";

export const DECOMPOSITION_COST: DecompositionCost = {
  blocks: 32,
  blockSize: 8,
  times: 16,
  actions: 4,
  branches: 2,
};

const NAMES: Record<keyof Block, string> = {
  trajectory: "trajectory_variance",
  action: "action_variance",
  state: "state_variance",
  steps: "step_covariance",
  total: "total_variance",
};

/**
 * The variance of one trajectory's estimate X = Σ_t c_t ψ_t (Y_t − b_t(s_t)), with Y_t the reward-to-go, by snapshots:
 *
 *   trajectory_variance  Σ_t c_t² E[‖ψ_t‖² Var(Y_t | s_t, a_t)],
 *   action_variance      Σ_t c_t² E[Var(ψ_t E[Y_t − b_t | s_t, a_t] | s_t)],
 *   state_variance       Σ_t c_t² Var(E[ψ_t (Y_t − b_t) | s_t]), where a trajectory that has ended counts as 0,
 *   total_variance       tr Cov(X),
 *   step_covariance      what is left of it: covariances between time steps.
 *
 * They are the parts that the exact moments have; those of the mean of n independent trajectories are 1/n of them.
 * All are unbiased, so that small ones may come out negative. Standard errors are over independent blocks of
 * trajectories.
 *
 * Cost: at most blocks · blockSize · (T + times · actions · branches · T/2) environment steps, and
 * blocks · blockSize · times · actions scores.
 *
 * Source: Tucker et al. (2018), The Mirage of Action-Dependent Baselines in Reinforcement Learning, §3.
 * @throws RangeError where another policy acts, for a baseline that fits itself to the batch, and for fewer than two of
 *   what has a variance
 */
export const decomposeVariance = (
  point: Point,
  decomposed: Decomposed,
  key: StreamKey,
  cost = DECOMPOSITION_COST,
): Diagnostic[] => {
  const { subject, baseline } = decomposed;
  needOnPolicy(point, "the variance decomposition");
  if (baseline?.fit === "same-batch")
    throw new RangeError('the variance decomposition needs a fixed baseline; its fit is "same-batch"');
  for (const name of ["blocks", "blockSize", "actions", "branches"] as const)
    if (!(cost[name] >= 2)) throw new RangeError(`${name} must be 2 or more; got ${cost[name]}`);
  const blocks = Array.from({ length: cost.blocks }, (_, b) =>
    varianceBlock(point, decomposed, [...key, b], cost),
  );
  return (Object.keys(NAMES) as (keyof Block)[]).map((part) => {
    const values = Float64Array.from(blocks, (block) => block[part]);
    const standardError = Math.sqrt(variance(values) / values.length);
    return { subject, name: NAMES[part], value: mean(values), standardError };
  });
};
