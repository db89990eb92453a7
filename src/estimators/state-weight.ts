import type { StateWeight, TrajectoryBatch } from "../types.ts";
import type { EstimatorContext } from "./kind.ts";
import { discountByTime } from "./returns.ts";

/** Multiplies the weight of every step by γᵗ or by 1, in place. @param weights [steps] */
export type Weigh = (batch: TrajectoryBatch, weights: Float64Array) => void;

export const weighBy = (stateWeight: StateWeight, discount: number): Weigh =>
  stateWeight === "discounted" ? (batch, weights) => discountByTime(batch, discount, weights) : () => {};

/** Whether estimates with a state weight aim at the gradient of the objective, with trajectories of the policy. */
export const aimsAt = (
  stateWeight: StateWeight,
  { objective, offPolicy }: Pick<EstimatorContext, "objective" | "offPolicy">,
): boolean => !offPolicy && (stateWeight === objective.stateWeight || objective.discount === 1);
