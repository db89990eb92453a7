import { ANY_BATCH, type Estimator } from "../../estimators/estimator.ts";
import { weightedEstimate } from "../../problem/weighting.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Advantages } from "./advantages.ts";

/**
 * The gradient that an update from rollouts begins with: the mean over state-action pairs of the score times Â, at θ before
 * any minibatch, with the value network as it is. No step is weighted by γᵗ, and rewards are scaled as the update scales
 * them, so that it estimates no gradient of the objective, but a direction.
 *
 * Source: Ilyas et al. (2020), equation 1.
 */
export const rolloutEstimator = (
  learn: (batch: TrajectoryBatch, theta: Float64Array) => Advantages,
): Estimator => ({
  estimand: { stateWeight: "none", unbiased: false },
  takes: ANY_BATCH,
  law: { kind: "unknown" },
  ...weightedEstimate((batch, { theta }, out) => {
    const { advantages } = learn(batch, theta);
    for (let k = 0; k < batch.steps; k++) out[k] = advantages[k];
  }, "steps"),
});
