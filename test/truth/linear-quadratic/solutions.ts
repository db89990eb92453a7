import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { linearQuadratic } from "../../../envs/linear-quadratic.ts";
import { parametersOf } from "../../../src/policies/gaussian-control.ts";
import type { GaussianShape } from "../../../src/policies/policy.ts";
import type { Objective } from "../../../src/problem/objective.ts";
import { stream } from "../../../src/random.ts";
import { LinearQuadraticSolution } from "../../../src/truth/linear-quadratic/solution.ts";

export const modelOf = (options: object): LinearQuadraticModel =>
  (linearQuadratic.create(linearQuadratic.options.parse(options)) as { model: LinearQuadraticModel }).model;

export const linear = (deviation: GaussianShape["deviation"], bias = false): GaussianShape => ({
  mean: "linear",
  bias,
  deviation,
});

export const openLoop = (deviation: GaussianShape["deviation"]): GaussianShape => ({
  mean: "time",
  bias: false,
  deviation,
});

export const objectiveOf = (change: Partial<Objective> = {}): Objective => ({
  discount: 1,
  horizon: 10,
  stateWeight: "discounted",
  ...change,
});

/** K = (−0.2, −0.5) and σ = 0.1 on the double integrator: the policy of the golden numbers. */
export const golden = (change: object = {}): LinearQuadraticSolution =>
  new LinearQuadraticSolution(
    modelOf({ preset: "double-integrator", ...change }),
    objectiveOf(),
    linear(0.1),
    Float64Array.of(-0.2, -0.5),
  );

/** Two states and one action, or the other way round; all that can be there is there. */
const wide = {
  A: [
    [0.9, 0.3],
    [-0.2, 0.7],
  ],
  B: [[0.4], [1]],
  Q: [
    [1, 0.3],
    [0.3, 0.5],
  ],
  R: 0.6,
  noise: [0, 0.3],
  start: [1, -0.5],
  startDeviation: [0.4, 0],
};

const narrow = {
  A: 0.8,
  B: [[0.5, -0.3]],
  Q: 0.7,
  R: [
    [0.5, 0.2],
    [0.2, 0.4],
  ],
  noise: 0,
  start: 0.6,
  startDeviation: 0.5,
};

/** Numbers between −1 and 1. */
export const uneven = (length: number, salt: number): Float64Array => {
  const random = stream("uneven", salt);
  return Float64Array.from({ length }, () => 2 * random.next() - 1);
};

/** Small problems with every kind of policy, cost and noise. */
export const problems: readonly [string, LinearQuadraticSolution][] = (
  [
    ["two states, K", wide, linear(0.5), { horizon: 2, discount: 0.8 }],
    ["two states, K, b and log σ", wide, linear("learned", true), { horizon: 2, discount: 0.8 }],
    [
      "two states, cost on the current one",
      { ...wide, costOn: "current-state" },
      linear(0.5, true),
      { horizon: 2 },
    ],
    ["two actions, K, b and log σ", narrow, linear("learned", true), { horizon: 2, discount: 0.9 }],
    ["an open loop of two actions", narrow, openLoop("learned"), { horizon: 2, discount: 0.9 }],
    ["an open loop of two states", wide, openLoop(0.5), { horizon: 2, discount: 0.8 }],
    ["three steps", { ...narrow, B: 0.5, R: 0.3 }, linear("learned"), { horizon: 3, discount: 0.7 }],
    ["one step", wide, linear("learned", true), { horizon: 1, discount: 0.8 }],
  ] as const
).map(([name, options, shape, change], salt) => {
  const model = modelOf(options);
  const objective = objectiveOf(change);
  const states = model.start.length;
  const parameters = parametersOf(shape, states, model.B.length / states, objective.horizon);
  return [name, new LinearQuadraticSolution(model, objective, shape, uneven(parameters, salt))];
});
