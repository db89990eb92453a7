import { parse } from "yaml";
import type { Environment, FiniteEnvironment } from "../../envs/contract/environment.ts";
import { environments } from "../../envs/index.ts";
import { linearQuadratic } from "../../envs/linear-quadratic.ts";
import { oneStep } from "../../envs/one-step.ts";
import { prepareEnvironment } from "../../src/config/environments.ts";
import { choice, make } from "../../src/registry.ts";
import { chain, plane, tinyLanguage } from "./specifications.ts";

/** Options to try every kind of environment with; a kind without a line is a compile error. */
export const environmentSamples: Record<keyof typeof environments, object> = {
  "finite-mdp": parse(chain),
  "bernoulli-bandit": { arms: [0.2, 0.5, 0.9] },
  "contextual-bernoulli": {
    contexts: [
      { features: [1, 0.5], reward: [0.1, 0.6], weight: 2 },
      { features: [-2, 1], reward: [0.7, 0.3] },
      { features: [0.3, -1], reward: [0.4, 0.9] },
    ],
  },
  "bernoulli-quadratic": { targets: [0.6, 0.51, 0.48] },
  corridor: { length: 5, start: 1, slip: 0.2, stepReward: -0.1 },
  "frozen-lake": {},
  "cliff-walking": { slippery: true },
  taxi: {},
  garnet: { states: 8, actions: 3, branching: 3, seed: 4 },
  sequence: tinyLanguage,
  "linear-quadratic": { preset: "double-integrator" },
  "one-step": { function: "square", k: 0 },
  "cart-pole": {},
  acrobot: {},
  "mountain-car": {},
  "mountain-car-continuous": {},
  pendulum: {},
  mujoco: { task: "Hopper-v5" },
};

// kinds that have to be waited for are, before any test makes one
for (const [kind, options] of Object.entries(environmentSamples))
  await prepareEnvironment(choice(environments).parse({ kind, ...options }));

export const environmentOf = (
  kind: keyof typeof environments,
  options = environmentSamples[kind],
): FiniteEnvironment =>
  make<[], FiniteEnvironment>(environments, choice(environments).parse({ kind, ...options }));

/** An environment of any kind, with vectors for states too. */
export const anyEnvironment = (
  kind: keyof typeof environments,
  options: object = environmentSamples[kind],
): Environment => make<[], Environment>(environments, choice(environments).parse({ kind, ...options }));

/** The kinds of environments with discrete states. */
export const finiteKinds = (Object.keys(environments) as (keyof typeof environments)[]).filter(
  (kind) => !("continuous" in environments[kind]),
);

export const finiteMdpOf = (specification: string): FiniteEnvironment =>
  environmentOf("finite-mdp", parse(specification));

export const linearQuadraticOf = (options: object) =>
  linearQuadratic.create(linearQuadratic.options.parse(options));

export const oneStepOf = (options: object) => oneStep.create(oneStep.options.parse(options));

export const noisyPlane = linearQuadraticOf(plane);
