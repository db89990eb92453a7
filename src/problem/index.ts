import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import type { Policy } from "../policies/policy.ts";
import { isTabular } from "../policies/policy.ts";
import { FunctionAtTheta } from "./continuous-point.ts";
import { TableAtTheta } from "./discrete-point.ts";
import type { Objective } from "./objective.ts";
import type { Point } from "./point.ts";

/** A policy at one θ; `freeze` brings everything up to date after θ was changed in place. */
export interface Frozen extends Point {
  freeze(): void;
}

/**
 * @param theta [P], kept and not copied
 * @param uniformPart ε of the behavior μ = (1 − ε) π + ε / A, for numbered states
 * @throws RangeError if policy and environment do not go together
 */
export const frozenAt = (
  policy: Policy,
  theta: Float64Array,
  environment: Environment,
  objective: Objective,
  uniformPart = 0,
): Frozen => {
  if (isDiscrete(environment) && isTabular(policy))
    return new TableAtTheta(policy, theta, environment, objective, uniformPart);
  if (!isDiscrete(environment) && !isTabular(policy))
    return new FunctionAtTheta(policy, theta, environment, objective);
  throw new RangeError(`the policy ${policy.kind} does not fit the environment ${environment.kind}`);
};
