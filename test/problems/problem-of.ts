import type { Environment, FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { EstimatorContext } from "../../src/estimators/kind.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy, TabularPolicy } from "../../src/policies/policy.ts";
import type { Objective } from "../../src/problem/objective.ts";
import type { Problem as AnyProblem, DiscretePoint, Point } from "../../src/problem/point.ts";
import { createProblem, type ProblemParts } from "../../src/problem/problem.ts";
import { choice, make } from "../../src/registry.ts";
import { truths } from "../../src/truth/index.ts";
import { normals } from "../numbers.ts";

/** A problem, the parts that it is made of, and a point of it; an estimator that needs no critic can be made from it. */
export interface Scene extends AnyProblem, EstimatorContext {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly parts: ProblemParts;
  readonly point: Point;
}

/** The same where states are discrete. */
export interface Problem extends Scene {
  readonly environment: FiniteEnvironment;
  readonly policy: TabularPolicy;
  readonly point: DiscretePoint;
}

const noCritic = (): never => {
  throw new Error("no critic here");
};

/** A problem with a point of it at θ. */
export const pointOf = (parts: ProblemParts, theta: ArrayLike<number>): Scene => {
  const problem = createProblem(parts, truths);
  return { ...problem, critic: noCritic, parts, point: problem.at(Float64Array.from(theta)) };
};

/** The same problem at the same θ, with some of its parts changed. */
export const changed = <P extends Scene>(problem: P, change: Partial<ProblemParts>): P => ({
  ...problem,
  ...pointOf({ ...problem.parts, ...change }, problem.point.theta),
});

/** What of an objective a test leaves out: no discount, the gradient of J. */
type GivenObjective = Partial<Objective> & Pick<Objective, "horizon">;

/** @param policy a kind of policy and its options @param theta "random": standard normal */
export const sceneOf = (
  environment: Environment,
  policy: { readonly kind: string; readonly [option: string]: unknown },
  theta: ArrayLike<number> | "random",
  given: GivenObjective,
): Scene => {
  const objective: Objective = { discount: 1, stateWeight: "discounted", ...given };
  const chosen = choice(policies).parse(policy);
  const createPolicy = () => make<[Environment, Objective], Policy>(policies, chosen, environment, objective);
  const values = theta === "random" ? normals(createPolicy().parameters, "theta", environment.kind) : theta;
  return pointOf({ environment, objective, createPolicy }, values);
};

/** The same where states are discrete. */
export const problemOf = (
  environment: FiniteEnvironment,
  theta: ArrayLike<number> | "random",
  objective: GivenObjective,
  kind: keyof typeof policies = "softmax",
  policyOptions: object = {},
): Problem => sceneOf(environment, { kind, ...policyOptions }, theta, objective) as Problem;

/** The same problem, but μ = (1 − ε) π + ε / A acts. */
export const actedBy = <P extends Scene>(problem: P, uniformPart: number): P =>
  changed(problem, { uniformPart });

/** The same problem over an environment whose tables nobody knows, so that it is stepped through. */
export const withoutTables = (problem: Problem): Problem => {
  const { model: _, thresholds: __, ...environment } = problem.environment;
  return changed(problem, { environment });
};
