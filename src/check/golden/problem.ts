import type {
  Environment,
  FiniteEnvironment,
  VectorEnvironment,
} from "../../../envs/contract/environment.ts";
import type { FiniteModel } from "../../../envs/contract/models.ts";
import { environments } from "../../../envs/index.ts";
import type { Critic } from "../../critics/critic.ts";
import { type CriticContext, critics } from "../../critics/index.ts";
import type { Estimator } from "../../estimators/estimator.ts";
import { estimators } from "../../estimators/index.ts";
import type { EstimatorContext } from "../../estimators/kind.ts";
import { policies } from "../../policies/index.ts";
import type { Policy, TabularPolicy, VectorPolicy } from "../../policies/policy.ts";
import { FunctionAtTheta } from "../../problem/continuous-point.ts";
import { TableAtTheta } from "../../problem/discrete-point.ts";
import type { Objective } from "../../problem/objective.ts";
import type { Point } from "../../problem/point.ts";
import { choice, make } from "../../registry.ts";
import type { ExactMoments } from "../../truth/moments/judged.ts";
import { momentsFor } from "../../truth/moments-for.ts";

/** A problem written as in a study, with the θ at which its numbers are known. */
export interface Golden {
  readonly environment: { readonly kind: keyof typeof environments } & Record<string, unknown>;
  readonly policy?: { readonly kind: keyof typeof policies } & Record<string, unknown>;
  readonly objective: Omit<Objective, "stateWeight"> & Partial<Objective>;
  readonly theta: readonly number[];
}

/** The parts of a golden problem. */
export interface Parts<E extends Environment = FiniteEnvironment, At extends Point = TableAtTheta> {
  readonly environment: E;
  readonly objective: Objective;
  readonly point: At;
  /** Makes an estimator from what a study would say. */
  estimator(options: { kind: keyof typeof estimators } & Record<string, unknown>): Estimator;
}

/** The parts of a problem whose states are vectors. */
export type VectorParts = Parts<VectorEnvironment, FunctionAtTheta>;

/** The parts of a problem whose states are numbered. */
export const partsOf = (golden: Golden): Parts =>
  assembled(
    golden,
    (policy: TabularPolicy, theta, environment: FiniteEnvironment, objective) =>
      new TableAtTheta(policy, theta, environment, objective),
  );

/** The parts of a problem whose states are vectors. */
export const vectorPartsOf = (golden: Golden): VectorParts =>
  assembled(
    golden,
    (policy: VectorPolicy, theta, environment: VectorEnvironment, objective) =>
      new FunctionAtTheta(policy, theta, environment, objective),
  );

const assembled = <E extends Environment, P extends Policy, At extends Point>(
  { environment: config, policy: named, objective: given, theta }: Golden,
  frozen: (policy: P, theta: Float64Array, environment: E, objective: Objective) => At,
): Parts<E, At> => {
  const environment = make<[], E>(environments, choice(environments).parse(config));
  const objective: Objective = { stateWeight: "discounted", ...given };
  const policy = make<[E, Objective], P>(
    policies,
    choice(policies).parse(named ?? { kind: "softmax" }),
    environment,
    objective,
  );
  const context: EstimatorContext = {
    policy,
    objective,
    environment,
    groupSize: 1,
    offPolicy: false,
    simulation() {
      throw new RangeError("golden problems are not simulated");
    },
    critic(options) {
      if (options === "agent") throw new RangeError("there is no agent here");
      return make<[CriticContext], Critic>(critics, options, { environment, objective, policy });
    },
  };
  return {
    environment,
    objective,
    point: frozen(policy, Float64Array.from(theta), environment, objective),
    estimator: (options) =>
      make<[EstimatorContext], Estimator>(estimators, choice(estimators).parse(options), context),
  };
};

/** Parts of either kind. */
type AnyParts = Pick<Parts<Environment, Point>, "environment" | "objective" | "point">;

/** The exact moments of an estimator of a golden problem. @throws TypeError where they cannot be had */
export const momentsOf = (parts: AnyParts, estimator: Estimator, batchSize = 1): ExactMoments => {
  const { environment, point, objective } = parts;
  const moments = momentsFor(environment, point, objective, 1, truthOf(parts))?.(estimator, batchSize);
  if (moments === undefined) throw new TypeError(`no exact moments on ${environment.kind}`);
  return moments;
};

/** @throws TypeError where the environment has no model */
export const modelOf = ({ environment: { kind, model } }: Parts): FiniteModel => {
  if (model === undefined) throw new TypeError(`${kind} has no model`);
  return model;
};

/** ∇J. # [P] @throws TypeError where it is not known */
export const truthOf = ({ point }: Pick<AnyParts, "point" | "objective">): Float64Array => {
  if (point.exact === undefined) throw new TypeError(`no exact gradient is known for ${point.policy.kind}`);
  const truth = new Float64Array(point.theta.length);
  point.exact.gradient(truth);
  return truth;
};
