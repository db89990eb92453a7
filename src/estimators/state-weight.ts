import type { Objective, StateWeight } from "../problem/objective.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { discountByTime } from "../trajectories/returns.ts";
import type { EstimatorContext } from "./kind.ts";

/** Multiplies the weight of every step by γᵗ or by 1, in place. @param weights [steps] */
export type Weigh = (batch: TrajectoryBatch, weights: Float64Array) => void;

export const weighBy = (stateWeight: StateWeight, discount: number): Weigh =>
  stateWeight === "discounted" ? (batch, weights) => discountByTime(batch, discount, weights) : () => {};

/** Whether estimates with a state weight aim at the gradient of the objective, with trajectories of the policy. */
export const aimsAt = (
  stateWeight: StateWeight,
  { objective, offPolicy }: Pick<EstimatorContext, "objective" | "offPolicy">,
): boolean => !offPolicy && (stateWeight === objective.stateWeight || objective.discount === 1);

/**
 * The state weight of an estimator by returns: what was chosen, or the objective's.
 * @throws RangeError for the total return without γᵗ: discounted from the start, it has no such factor to drop
 */
export const stateWeightOf = (
  chosen: { readonly return: "total" | "to-go"; readonly stateWeight?: StateWeight | undefined },
  objective: Objective,
): StateWeight => {
  if (chosen.return === "to-go") return chosen.stateWeight ?? objective.stateWeight;
  if (chosen.stateWeight === "none")
    throw new RangeError(
      'stateWeight "none" needs return "to-go": the total return has no factor γᵗ to drop',
    );
  return "discounted";
};
