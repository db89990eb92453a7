import type { Estimator } from "../estimators/estimator.ts";
import { isDiscretePoint } from "../problem/point.ts";
import { type EstimateFisher, type FisherPart, fisherOf } from "./fisher.ts";
import type { TransformContext } from "./kind.ts";
import { sampledFisher } from "./sampled-fisher.ts";
import { type VisitOptions, visitsOf } from "./visits.ts";

/**
 * By the visits of states and actions where the policy is a table, and by the scores of the steps where it is a function.
 *
 * @throws RangeError for the exact F where states are continuous, or without a model
 */
export const estimateFisher = (
  part: FisherPart,
  options: VisitOptions,
  { point, objective, parameters }: TransformContext,
  estimator: Estimator,
): EstimateFisher => {
  if (isDiscretePoint(point)) {
    const visits = visitsOf(options, { point, objective, parameters }, estimator);
    const fisher = fisherOf(point.policy);
    let probabilities = point.probabilities;
    return {
      ...(visits.see && { see: visits.see }),
      ...(visits.seen && { seen: visits.seen }),
      update(now) {
        if (!isDiscretePoint(now)) throw new TypeError("expected a point of the same problem");
        probabilities = now.probabilities;
        return visits.update(now);
      },
      write: (out) => fisher[part](probabilities, visits.table, out),
    };
  }
  if (options.fisher === "exact")
    throw new RangeError(
      `fisher "exact" needs discrete states; "batch" does not (the policy is ${point.policy.kind})`,
    );
  const { stateWeight } = estimator.estimand;
  const discount = (options.weighting ?? stateWeight) === "discounted" ? objective.discount : 1;
  const perStep = options.per === "step";
  return sampledFisher(part, parameters, discount, estimator.takes.batches, perStep);
};
