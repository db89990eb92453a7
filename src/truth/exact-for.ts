import type { VectorEnvironment } from "../../envs/contract/environment.ts";
import type { VectorPolicy } from "../policies/policy.ts";
import type { ExactGradient } from "../problem/exact.ts";
import type { Objective } from "../problem/objective.ts";
import { LinearQuadraticSolution } from "./linear-quadratic/solution.ts";
import { oneStepOfPolicy } from "./one-step/of-policy.ts";

/** An exact truth that follows θ: `restart` after θ was changed in place. */
export interface ExactAtTheta extends ExactGradient {
  restart(): void;
}

/** The exact truth of a problem whose states are vectors, where there is one. @param theta read when needed. # [P] */
export const exactFor = (
  { model }: VectorEnvironment,
  policy: VectorPolicy,
  objective: Objective,
  theta: Float64Array,
): ExactAtTheta | undefined => {
  if (model === undefined || policy.gaussian === undefined) return undefined;
  if (model.kind === "linear-quadratic")
    return new LinearQuadraticSolution(model, objective, policy.gaussian, theta);
  if (policy.action.size === undefined) return undefined;
  return oneStepOfPolicy(model, policy.gaussian, policy.action.size, theta);
};
