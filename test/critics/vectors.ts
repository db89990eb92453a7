import type { ContinuousEnvironment, Environment } from "../../envs/contract/environment.ts";
import type { Critic } from "../../src/critics/critic.ts";
import { type CriticContext, critics } from "../../src/critics/index.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy } from "../../src/policies/policy.ts";
import type { Objective } from "../../src/problem/objective.ts";
import type { Point } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import type { Sampler, TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { LinearQuadraticSolution } from "../../src/truth/linear-quadratic/solution.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { pointOf } from "../problems/problem-of.ts";

/** A trajectory of observations, written down step by step. */
export interface Seen {
  readonly observations: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  readonly last: readonly number[];
  readonly terminated: boolean;
}

export const packSeen = (trajectories: readonly Seen[]): TrajectoryBatch => {
  const offsets = [0];
  for (const { rewards } of trajectories) offsets.push(offsets.at(-1)! + rewards.length);
  return {
    trajectories: trajectories.length,
    groupSize: 1,
    steps: offsets.at(-1)!,
    offsets: Int32Array.from(offsets),
    rewards: Float64Array.from(trajectories.flatMap(({ rewards }) => rewards)),
    states: new Int32Array(0),
    lastStates: new Int32Array(0),
    observations: Float64Array.from(trajectories.flatMap(({ observations }) => observations.flat())),
    actions: new Float64Array(0),
    lastObservations: Float64Array.from(trajectories.flatMap(({ last }) => [...last])),
    terminated: Uint8Array.from(trajectories, ({ terminated }) => (terminated ? 1 : 0)),
  };
};

/** V of every step, and then of the end of every trajectory. */
export const evaluated = (critic: Critic, batch: TrajectoryBatch, point = nowhere): number[] => {
  const [values, ends] = [new Float64Array(batch.steps), new Float64Array(batch.trajectories)];
  critic.evaluate(batch, point, values, ends);
  return [...values, ...ends];
};

/** Critics over observations do not look at the policy. */
export const nowhere = {} as Point;

export const criticOf = (options: object, context: CriticContext): Critic =>
  make<[CriticContext], Critic>(critics, choice(critics).parse(options), context);

/** A linear-quadratic problem at one θ of a linear-Gaussian policy, with its exact values. */
export interface Regulator extends CriticContext {
  readonly environment: ContinuousEnvironment;
  readonly point: Point;
  readonly exact: LinearQuadraticSolution;
  sampler(...key: (string | number)[]): Sampler;
}

/** The double integrator with K = (−0.2, −0.5), σ = 0.1; its first state is drawn, so that all of V_0 can be seen. */
export const doubleIntegrator = (change: Partial<Objective> = {}, options: object = {}): Regulator => {
  const environment = anyEnvironment("linear-quadratic", {
    preset: "double-integrator",
    startDeviation: [0.5, 0.3],
    ...options,
  }) as ContinuousEnvironment;
  const objective: Objective = { discount: 1, horizon: 10, stateWeight: "discounted", ...change };
  const chosen = choice(policies).parse({ kind: "linear-gaussian", deviation: 0.1 });
  const createPolicy = () => make<[Environment, Objective], Policy>(policies, chosen, environment, objective);
  const { policy, point } = pointOf({ environment, objective, createPolicy }, [-0.2, -0.5]);
  if (!(point.exact instanceof LinearQuadraticSolution)) throw new Error("no exact values");
  return {
    environment,
    objective,
    policy,
    point,
    exact: point.exact,
    sampler: (...key) =>
      point.sampler(stream("test", ...key, "actions"), stream("test", ...key, "environment")),
  };
};

/** Mean of (V̂_t(x) − V_t(x))² over the steps of a batch, against that of V̂ = 0. */
export const valueError = (critic: Critic, { point, exact }: Regulator, batch: TrajectoryBatch): number => {
  const D = exact.dynamics.states;
  const values = evaluated(critic, batch, point);
  let [error, all] = [0, 0];
  for (let i = 0; i < batch.trajectories; i++)
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) {
      const value = exact.valueAt(k - batch.offsets[i], batch.observations, k * D);
      error += (values[k] - value) ** 2;
      all += value ** 2;
    }
  return error / all;
};
