import type { Estimator } from "../estimators/estimator.ts";
import type { Savable } from "../memory/state.ts";
import { isDiscretePoint, type Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { fisherOf } from "./fisher.ts";
import type { TransformContext } from "./kind.ts";
import { sampledFisher } from "./sampled-fisher.ts";
import { type VisitOptions, visitsOf } from "./visits.ts";

/** The whole matrix, or its diagonal alone. */
export type FisherPart = "matrix" | "diagonal";

/** The Fisher information that goes with the estimates of one estimator: of the model, or of their own batches. */
export interface EstimateFisher {
  /** Takes in a batch of the estimate that is being made. */
  see?(batch: TrajectoryBatch, point: Point): void;
  /** What it has taken in. */
  readonly seen?: Savable;
  /** Called once an estimate is finished. @returns false if F is as it was before */
  update(point: Point): boolean;
  /** Writes F as of the last update. @param out lower triangle of [P, P], or [P] */
  write(out: Float64Array): void;
}

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
