import type {
  ContinuousEnvironment,
  Environment,
  FiniteEnvironment,
} from "../../envs/contract/environment.ts";
import { isDiscrete, requireLanes } from "../../envs/contract/environment.ts";
import { issueAt } from "../errors/config-error.ts";
import type { FunctionPolicy, Policy } from "../policies/policy.ts";
import { isTabular } from "../policies/policy.ts";
import { FunctionPoint } from "./continuous-point.ts";
import { TablePoint } from "./discrete-point.ts";
import type { Objective } from "./objective.ts";
import { partlyUniform } from "./partly-uniform.ts";
import type { Point, Problem } from "./point.ts";
import type { Truth } from "./truth.ts";

/** What a problem is made of. */
export interface ProblemParts {
  readonly environment: Environment;
  readonly objective: Objective;
  /**
   * Makes a policy. The problem has one, for its shape and its normalizer; every point of continuous states has another,
   * which holds its θ and normalizes as that of the problem.
   */
  createPolicy(): Policy;
  /** ε of the behavior μ = (1 − ε) π + ε / A; 0 if not given. */
  readonly uniformPart?: number;
  /** Trajectories that share each first state; 1 if not given. */
  readonly groupSize?: number;
}

/**
 * Joins the parts of a problem.
 *
 * @param truths ways of knowing J and ∇J, tried in order
 * @throws ConfigError at `policy`, `behavior` or `groups` if they do not go together with the environment
 */
export const createProblem = (
  { environment, objective, createPolicy, uniformPart = 0, groupSize = 1 }: ProblemParts,
  truths: readonly Truth[],
): Problem => {
  const policy = issueAt(["policy"], createPolicy);
  issueAt(["policy"], () => {
    if (isDiscrete(environment) !== isTabular(policy))
      throw new RangeError(`the policy ${policy.kind} does not fit the environment ${environment.kind}`);
  });
  issueAt(["behavior"], () => {
    if (!isTabular(policy)) partlyUniform(policy, uniformPart);
  });
  issueAt(["groups"], () => {
    if (groupSize > 1) requireLanes(environment, "a group of trajectories from one first state");
  });
  const problem: Problem = {
    ...{ environment, objective, policy, uniformPart, groupSize },
    offPolicy: uniformPart > 0,
    at(theta): Point {
      if (isTabular(policy)) return new TablePoint(problem as Discrete, policy, theta, truth);
      const own = createPolicy() as FunctionPolicy; // a policy over observations holds its θ
      own.normalizeAs?.(policy);
      return new FunctionPoint(problem as Continuous, own, theta, truth);
    },
  };
  const truth = truths.find((each) => each.fits(problem));
  return problem;
};

type Discrete = Problem & { readonly environment: FiniteEnvironment };
type Continuous = Problem & { readonly environment: ContinuousEnvironment };
