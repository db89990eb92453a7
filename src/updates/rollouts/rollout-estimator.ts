import { ANY_BATCH, type Estimator } from "../../estimators/estimator.ts";
import { weightedEstimate } from "../../problem/weighting.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Advantages } from "./advantages.ts";
import type { LearnedSteps } from "./learned-steps.ts";

/**
 * The gradient that an update from rollouts begins with: the mean over state-action pairs of the score times Â, at θ before
 * any minibatch, with the value network as it is. No step is weighted by γᵗ, and rewards are scaled as the update scales
 * them, so that it estimates no gradient of the objective, but a direction.
 *
 * Source: Ilyas et al. (2020), equation 1.
 */
export const rolloutEstimator = (
  read: (batch: TrajectoryBatch) => LearnedSteps,
  learn: (steps: LearnedSteps, theta: Float64Array) => Advantages,
): Estimator => ({
  estimand: { stateWeight: "none", unbiased: false },
  takes: ANY_BATCH,
  law: { kind: "unknown" },
  ...weightedEstimate((batch, { theta }, out) => {
    const { advantages } = learn(read(batch), theta);
    for (let k = 0; k < batch.steps; k++) out[k] = advantages[k];
  }, "steps"),
});
