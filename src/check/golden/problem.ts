import { environments } from "../../../envs/index.ts";
import { type CriticContext, critics } from "../../critics/index.ts";
import type { Critic, Estimator } from "../../estimation.ts";
import { estimators } from "../../estimators/index.ts";
import type { EstimatorContext } from "../../estimators/kind.ts";
import { TableAtTheta } from "../../frozen/table.ts";
import { choice, make } from "../../kinds.ts";
import { policies } from "../../policies/index.ts";
import { exactGradient } from "../../truth/gradient.ts";
import { exactMoments } from "../../truth/moments/exact-moments.ts";
import type { ExactMoments } from "../../truth/moments/judged.ts";
import type { FiniteEnvironment, FiniteModel, Objective, TabularPolicy } from "../../types.ts";

/** A problem written as in a study, with the θ at which its numbers are known. */
export interface Golden {
  readonly environment: { readonly kind: keyof typeof environments } & Record<string, unknown>;
  readonly policy?: { readonly kind: keyof typeof policies } & Record<string, unknown>;
  readonly objective: Omit<Objective, "stateWeight"> & Partial<Objective>;
  readonly theta: readonly number[];
}

/** The parts of a golden problem. */
export interface Parts {
  readonly environment: FiniteEnvironment;
  readonly objective: Objective;
  readonly at: TableAtTheta;
  /** Makes an estimator from what a study would say. */
  estimator(options: { kind: keyof typeof estimators } & Record<string, unknown>): Estimator;
}

export const partsOf = ({ environment: config, policy: named, objective: given, theta }: Golden): Parts => {
  const environment = make<[], FiniteEnvironment>(environments, choice(environments).parse(config));
  const policy = make<[FiniteEnvironment], TabularPolicy>(
    policies,
    choice(policies).parse(named ?? { kind: "softmax" }),
    environment,
  );
  const objective: Objective = { stateWeight: "discounted", ...given };
  const at = new TableAtTheta(policy, Float64Array.from(theta), environment, objective);
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
      return make<[CriticContext], Critic>(critics, options, { environment, objective });
    },
  };
  return {
    environment,
    objective,
    at,
    estimator: (options) =>
      make<[EstimatorContext], Estimator>(estimators, choice(estimators).parse(options), context),
  };
};

/** The exact moments of an estimator of a golden problem. @throws TypeError where they cannot be had */
export const momentsOf = (parts: Parts, estimator: Estimator, batchSize = 1): ExactMoments => {
  const { environment, at, objective } = parts;
  const moments = exactMoments(modelOf(parts), at, objective, 1, truthOf(parts))(estimator, batchSize);
  if (moments === undefined) throw new TypeError(`no exact moments on ${environment.kind}`);
  return moments;
};

/** @throws TypeError where the environment has no model */
export const modelOf = ({ environment: { kind, model } }: Parts): FiniteModel => {
  if (model === undefined) throw new TypeError(`${kind} has no model`);
  return model;
};

/** ∇J. # [P] */
export const truthOf = ({ at, objective }: Pick<Parts, "at" | "objective">): Float64Array => {
  const truth = new Float64Array(at.theta.length);
  exactGradient(at, objective, truth);
  return truth;
};
