import type { Environment } from "../../../envs/contract/environment.ts";
import type { FiniteModel } from "../../../envs/contract/models.ts";
import { environments } from "../../../envs/index.ts";
import type { Critic } from "../../critics/critic.ts";
import { type CriticContext, critics } from "../../critics/index.ts";
import type { Estimator } from "../../estimators/estimator.ts";
import { estimators } from "../../estimators/index.ts";
import type { EstimatorContext } from "../../estimators/kind.ts";
import type { ExactMoments } from "../../moments/compared.ts";
import { momentsFor } from "../../moments/moments-for.ts";
import { policies } from "../../policies/index.ts";
import type { Policy } from "../../policies/policy.ts";
import type { Objective } from "../../problem/objective.ts";
import type { ContinuousPoint, DiscretePoint, Point } from "../../problem/point.ts";
import { createProblem } from "../../problem/problem.ts";
import { choice, make } from "../../registry.ts";
import { truths } from "../../truth/index.ts";

/** A problem written as in a study, with the θ at which its numbers are known. */
export interface Golden {
  readonly environment: { readonly kind: keyof typeof environments } & Record<string, unknown>;
  readonly policy?: { readonly kind: keyof typeof policies } & Record<string, unknown>;
  readonly objective: Omit<Objective, "stateWeight"> & Partial<Objective>;
  readonly theta: readonly number[];
}

/** A golden problem at its θ. */
export interface GoldenProblem<P extends Point = DiscretePoint> {
  readonly environment: P["problem"]["environment"];
  readonly objective: Objective;
  readonly point: P;
  /** Makes an estimator from what a study would say. */
  estimator(options: { kind: keyof typeof estimators } & Record<string, unknown>): Estimator;
}

/** The same where states are continuous. */
export type GoldenContinuousProblem = GoldenProblem<ContinuousPoint>;

/** The parts of a problem whose states are discrete. */
export const goldenProblem = (golden: Golden): GoldenProblem => assembled<DiscretePoint>(golden);

/** The parts of a problem whose states are continuous. */
export const goldenContinuousProblem = (golden: Golden): GoldenContinuousProblem =>
  assembled<ContinuousPoint>(golden);

const assembled = <P extends Point>({
  environment: config,
  policy: named = { kind: "softmax" },
  objective: given,
  theta,
}: Golden): GoldenProblem<P> => {
  const environment = make<[], Environment>(environments, choice(environments).parse(config));
  const objective: Objective = { stateWeight: "discounted", ...given };
  const createPolicy = () =>
    make<[Environment, Objective], Policy>(policies, choice(policies).parse(named), environment, objective);
  const problem = createProblem({ environment, objective, createPolicy }, truths);
  const context: EstimatorContext = {
    ...problem,
    critic(options) {
      if (options === "agent") throw new RangeError("there is no agent here");
      return make<[CriticContext], Critic>(critics, options, problem);
    },
  };
  return {
    environment,
    objective,
    point: problem.at(Float64Array.from(theta)) as P,
    estimator: (options) =>
      make<[EstimatorContext], Estimator>(estimators, choice(estimators).parse(options), context),
  };
};

interface AtPoint {
  readonly point: Point;
}

/** The exact moments of an estimator at a point. @throws TypeError where they cannot be had */
export const momentsOf = ({ point }: AtPoint, estimator: Estimator, batchSize = 1): ExactMoments => {
  const moments = momentsFor(point, truthOf({ point }))?.(estimator, batchSize);
  if (moments === undefined) throw new TypeError(`no exact moments on ${point.problem.environment.kind}`);
  return moments;
};

/** @throws TypeError where the environment has no model */
export const modelOf = ({ environment: { kind, model } }: GoldenProblem): FiniteModel => {
  if (model === undefined) throw new TypeError(`${kind} has no model`);
  return model;
};

/** ∇J. # [P] @throws TypeError where it is not known */
export const truthOf = ({ point }: AtPoint): Float64Array => {
  if (point.exact === undefined) throw new TypeError(`no exact gradient is known for ${point.policy.kind}`);
  const truth = new Float64Array(point.theta.length);
  point.exact.gradient(truth);
  return truth;
};
