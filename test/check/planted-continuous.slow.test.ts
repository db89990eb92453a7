import { expect, test } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { LinearQuadraticModel, Slopes, StepSlopes } from "../../envs/contract/models.ts";
import { linearQuadraticEnvironment } from "../../envs/linear-quadratic.ts";
import { pendulum } from "../../envs/pendulum.ts";
import { type CheckedProblem, checkProblem } from "../../src/check/study.ts";
import { ANY_BATCH, type Estimator } from "../../src/estimators/estimator.ts";
import { reinforce } from "../../src/estimators/scores/reinforce.ts";
import type { FunctionPolicy } from "../../src/policies/policy.ts";
import type { ProblemParts } from "../../src/problem/problem.ts";
import type { Weighting } from "../../src/problem/weighting.ts";
import { weightedEstimate } from "../../src/problem/weighting.ts";
import { discountByTime, returnToGo } from "../../src/trajectories/returns.ts";
import { linearQuadraticOf, oneStepOf } from "../problems/environments.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { changed, type Scene, sceneOf } from "../problems/problem-of.ts";

const environment = linearQuadraticOf({
  A: [
    [0.9, 0.3],
    [-0.2, 0.8],
  ],
  B: [[0.4], [1]],
  Q: [
    [1, 0.2],
    [0.2, 0.5],
  ],
  R: 0.3,
  noise: [0.2, 0.1],
  start: [1, -0.5],
  startDeviation: [0.3, 0.1],
});
const model = environment.model as LinearQuadraticModel;
const scene = sceneOf(environment, { kind: "linear-gaussian", deviation: 0.5 }, [0, 0], {
  horizon: 4,
  discount: 0.9,
});
const swing = sceneOf(
  pendulum.create(pendulum.options.parse({})),
  { kind: "linear-gaussian", deviation: 0.5 },
  [0, 0, 0],
  { horizon: 50 },
);

const failures = (
  scene: Scene,
  change: Partial<ProblemParts> = {},
  estimators: CheckedProblem["estimators"] = [],
): string[] =>
  [...checkProblem({ problem: changed(scene, change), estimators })]
    .filter(({ pass }) => !pass)
    .map(({ what }) => what);

const estimators = (options: Record<string, object>): CheckedProblem["estimators"] =>
  Object.entries(options).map(([name, each]) => ({
    name,
    estimator: createEstimator(reinforce, each, scene),
  }));

test("a right problem passes, with estimators that meet their slow twins and their exact moments", () => {
  const claims = [
    ...checkProblem({
      problem: scene,
      estimators: estimators({
        total: { return: "total" },
        "to go − mean": { baseline: { kind: "time", fit: "exact" } },
        constant: { baseline: { kind: "constant", value: -2 } },
      }),
    }),
  ];
  expect(claims.filter(({ pass }) => !pass)).toEqual([]);
  const of = (name: string) => claims.filter(({ what }) => what.includes(`"${name}"`));
  expect(of("total")).toMatchObject([
    { what: 'linear-quadratic: exact squared error of "total" against simulation, |z|' },
    { what: 'linear-quadratic: "total" is unbiased, worst |z|', figure: 0 },
  ]);
  expect(of("to go − mean")[1].figure).toBe(0);
  expect(of("constant")[1].figure).toBeGreaterThan(0);
});

const SLOPES = ": slopes of steps against finite differences";

/** The slopes of an environment after a change. */
const withSlopes = (of: Scene, change: (out: Slopes) => void): Partial<ProblemParts> => {
  const space = of.environment as ContinuousEnvironment;
  const { slopes } = space as { slopes: StepSlopes };
  const wrong: StepSlopes = {
    at(state, action, next, out) {
      slopes.at(state, action, next, out);
      change(out);
    },
  };
  return { environment: { ...space, slopes: wrong } };
};

test.for<[string, Scene, (out: Slopes) => void]>([
  [
    "of the reward by the action, off by 0.1 %",
    scene,
    ({ rewardAction }) => rewardAction.set([1.001 * rewardAction[0]]),
  ],
  [
    "of the reward by the state, of the wrong sign",
    scene,
    ({ rewardState }) => rewardState.set([-rewardState[1]], 1),
  ],
  ["of the state, transposed", scene, ({ state }) => state.set([state[0], state[2], state[1], state[3]])],
  ["of the action, which is missing", scene, ({ action }) => void action.fill(0)],
  ["of the action, which is no number", scene, ({ action }) => void action.fill(Number.NaN)],
  ["of a pendulum's torque, never clipped", swing, ({ action }) => action.set([0.0075, 0.15])],
  ["of a pendulum's angle, without gravity", swing, ({ state }) => state.set([0], 2)],
])("a wrong slope is found: %s", ([, of, change]) => {
  const [first] = failures(of, withSlopes(of, change)).filter((what) => !what.includes("contract"));
  expect(first).toBe(`${of.environment.kind}${SLOPES}`);
});

test("the right slopes of a pendulum pass, although its torques and speeds are clipped", () => {
  expect(failures(swing)).toEqual([]);
});

test("steps that have no slopes are found", () => {
  let flip = 1;
  const space = environment as ContinuousEnvironment;
  const rough: ContinuousEnvironment = {
    ...space,
    step(state, action, random, outcome) {
      space.step(state, action, random, outcome);
      flip = -flip;
      state[0] += 0.1 * flip;
      outcome.reward += flip;
    },
  };
  const claims = [...checkProblem({ problem: changed(scene, { environment: rough }), estimators: [] })];
  const slopes = claims.find(({ what }) => what.endsWith(SLOPES));
  expect(slopes).toMatchObject({ pass: false, figure: Number.NaN });
});

const CONTRACT = "linear-quadratic: breaches of the contract (a copied state is a snapshot)";

test.for<[string, (count: number) => number]>([
  ["moves the reward a little", (count) => 1e-12 * count],
  ["ends a season after a thousand steps", (count) => (count > 1000 ? 1 : 0)],
])("a hidden counter in the environment that %s is found", ([, bonus]) => {
  let count = 0;
  const counting: ContinuousEnvironment = {
    ...environment,
    step(state, action, random, outcome) {
      environment.step(state, action, random, outcome);
      count++;
      outcome.reward += bonus(count % 2000);
    },
  };
  expect(failures(scene, { environment: counting })).toContain(CONTRACT);
});

test("a policy whose score is off by 2 % is found", () => {
  const createPolicy = (): FunctionPolicy => {
    const policy = scene.parts.createPolicy() as FunctionPolicy;
    return {
      ...policy,
      weightedScores(batch, from, to, weightings, outs) {
        policy.weightedScores(batch, from, to, weightings, outs);
        for (const out of outs) for (let j = 0; j < out.length; j++) out[j] *= 1.02;
      },
    };
  };
  expect(failures(scene, { createPolicy })).toEqual([
    "linear-gaussian policy: scores against finite differences of log π",
  ]);
});

/** What the environment does, in which its model is told otherwise. */
const departing = (change: Partial<LinearQuadraticModel>): Partial<ProblemParts> => ({
  environment: { ...environment, step: linearQuadraticEnvironment({ ...model, ...change }).step },
});

test.for<[string, Partial<ProblemParts>, string]>([
  [
    "a noise of 10 % more",
    departing({ noise: Float64Array.of(0.22, 0.1) }),
    "means and variances of next states",
  ],
  [
    "a drift of 0.02",
    departing({ A: Float64Array.of(0.92, 0.3, -0.2, 0.8) }),
    "means and variances of next states",
  ],
  [
    "costs of the other state",
    departing({ costOn: "current-state" }),
    "rewards against the model; nothing ends",
  ],
  [
    "another start",
    {
      environment: {
        ...environment,
        reset: linearQuadraticEnvironment({ ...model, start: Float64Array.of(1, -0.48) }).reset,
      },
    },
    "means and variances of first states",
  ],
])("a simulator that departs from its model by %s is found", ([, change, what]) => {
  expect(failures(scene, change)[0]).toMatch(`linear-quadratic: ${what}`);
});

test("a one-step problem that pays something else than its model is found", () => {
  const square = oneStepOf({ function: "square", k: 0.5 });
  const paying = sceneOf(square, { kind: "linear-gaussian", deviation: 1 }, [1], { horizon: 1 });
  expect(failures(paying)).toEqual([]);
  const other = oneStepOf({ function: "square", k: 0.501 });
  expect(failures(paying, { environment: { ...square, step: other.step } })[0]).toBe(
    "one-step: rewards against the model; every step ends",
  );
});

/** An estimator that claims to be unbiased, whatever it does. */
const claiming = (weighting: Weighting, more: Partial<Estimator> = {}): Estimator => ({
  estimand: { stateWeight: "discounted", unbiased: true },
  takes: ANY_BATCH,
  law: { kind: "unknown" },
  ...weightedEstimate(weighting),
  ...more,
});

const toGo =
  (change: (batch: Parameters<Weighting>[0], out: Float64Array) => void): Weighting =>
  (batch, _, out) => {
    returnToGo(batch, 0.9, out);
    change(batch, out);
    discountByTime(batch, 0.9, out);
  };

const UNBIASED = 'linear-quadratic: "planted" is unbiased, worst |z|';

test.for<[string, Weighting]>([
  ["a dropped γᵗ", (batch, _, out) => returnToGo(batch, 0.9, out)],
  [
    "a scale error of 2 %",
    toGo((batch, out) => {
      for (let k = 0; k < batch.steps; k++) out[k] *= 1.02;
    }),
  ],
  [
    "a baseline fitted on its own batch",
    toGo((batch, out) => {
      let mean = 0;
      for (let k = 0; k < batch.steps; k++) mean += out[k] / batch.steps;
      for (let k = 0; k < batch.steps; k++) out[k] -= mean;
    }),
  ],
])("on vectors, %s is found", ([, weighting]) => {
  const planted = [{ name: "planted", estimator: claiming(weighting) }];
  expect(failures(scene, {}, planted)).toEqual([UNBIASED]);
});

test("an estimator that is not what its exact moments belong to is found, though it is unbiased", () => {
  const minusTwo = claiming(
    toGo((batch, out) => {
      for (let k = 0; k < batch.steps; k++) out[k] += 2;
    }),
    { law: { kind: "form", form: { kind: "to-go", across: "independent" } } },
  );
  expect(failures(scene, {}, [{ name: "planted", estimator: minusTwo }])).toEqual([
    'linear-quadratic: exact squared error of "planted" against simulation, |z|',
  ]);
});
