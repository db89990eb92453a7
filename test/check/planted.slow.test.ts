import { expect, test } from "vitest";
import { parse } from "yaml";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { Claim } from "../../src/check/claim.ts";
import { type CheckedProblem, checkProblem } from "../../src/check/study.ts";
import { ANY_BATCH, type Estimator } from "../../src/estimators/estimator.ts";
import type { Objective } from "../../src/problem/objective.ts";
import type { ProblemParts } from "../../src/problem/problem.ts";
import type { Weighting } from "../../src/problem/weighting.ts";
import { weightedEstimate } from "../../src/problem/weighting.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { discountByTime, returnToGo } from "../../src/trajectories/returns.ts";
import { environmentOf } from "../problems/environments.ts";
import { changed, problemOf } from "../problems/problem-of.ts";
import { chain } from "../problems/specifications.ts";

const objective: Objective = { discount: 0.9, horizon: 6, stateWeight: "discounted" };
const environment = environmentOf("finite-mdp", parse(chain));
const problem = problemOf(environment, "random", objective);
const { policy } = problem;

/** An estimator that claims to be unbiased, whatever it does. */
const claiming = (weighting: Weighting): Estimator => ({
  estimand: { stateWeight: "discounted", unbiased: true },
  takes: ANY_BATCH,
  law: { kind: "unknown" },
  ...weightedEstimate(weighting),
});

const right: Weighting = (batch, _, out) => {
  returnToGo(batch, 0.9, out);
  discountByTime(batch, 0.9, out);
};

const scaled =
  (factor: number): Weighting =>
  (batch, point, out) => {
    right(batch, point, out);
    for (let k = 0; k < batch.steps; k++) out[k] *= factor;
  };

const offByOne: Weighting = (batch, _, out) => {
  returnToGo(batch, 0.9, out);
  for (let i = 0; i < batch.trajectories; i++)
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
      out[k] = k + 1 < batch.offsets[i + 1] ? out[k + 1] : 0;
  discountByTime(batch, 0.9, out);
};

const ownBaseline: Weighting = (batch, _, out) => {
  returnToGo(batch, 0.9, out);
  let mean = 0;
  for (let i = 0; i < batch.trajectories; i++) mean += out[batch.offsets[i]] / batch.trajectories;
  for (let k = 0; k < batch.steps; k++) out[k] -= mean;
  discountByTime(batch, 0.9, out);
};

const failures = (change: Partial<ProblemParts>, estimators: CheckedProblem["estimators"] = []): Claim[] =>
  [...checkProblem({ problem: changed(problem, change), estimators })].filter(({ pass }) => !pass);

const failuresOf = (weighting: Weighting) =>
  failures({}, [{ name: "planted", estimator: claiming(weighting) }]).map(({ what }) => what);

const FOUND = ['finite-mdp: "planted" is unbiased, worst |z|'];

test("a right estimator passes, and so does everything else of its problem", () => {
  expect(failuresOf(right)).toEqual([]);
});

test.for<[string, Weighting]>([
  ["a dropped γᵗ", (batch, _, out) => returnToGo(batch, 0.9, out)],
  ["a wrong sign", scaled(-1)],
  ["a scale error of 5 %", scaled(1.05)],
  ["a return that is off by one step", offByOne],
  ["a baseline fitted on its own batch", ownBaseline],
])("%s is found", ([, weighting]) => {
  expect(failuresOf(weighting)).toEqual(FOUND);
});

/** The same environment with one thing of its model changed. */
const withModel = (change: (model: NonNullable<FiniteEnvironment["model"]>) => object): FiniteEnvironment => {
  const model = environment.model!;
  return { ...environment, model: { ...model, ...change(model) } };
};

test("a transition row that is not normalized is found", () => {
  const broken = withModel(({ probability }) => ({
    probability: probability.map((p, o) => (o === 0 ? p - 0.05 : p)),
  }));
  expect(failures({ environment: broken }).map(({ what }) => what)).toContain(
    "finite-mdp: transition rows sum to 1",
  );
});

test("a simulator that departs from its model is found", () => {
  const rewards = withModel(({ reward }) => ({ reward: reward.map((r) => r + 0.01) }));
  expect(failures({ environment: rewards })[0].what).toBe(
    "finite-mdp: frequencies of the outcomes, worst |z|",
  );
  const shifted = withModel(({ probability }) => ({
    probability: probability.map((p, o) => (o === 0 ? p - 0.03 : o === 1 ? p + 0.03 : p)),
  }));
  expect(failures({ environment: shifted })[0].what).toBe(
    "finite-mdp: frequencies of the outcomes, worst |z|",
  );
});

test("a score of the wrong sign, and one that is 0.1 % too long, are found", () => {
  for (const factor of [-1, 1.001]) {
    const wrong = {
      ...policy,
      weightedScores(probabilities: Float64Array, weights: Float64Array, out: Float64Array) {
        policy.weightedScores(probabilities, weights, out);
        for (let j = 0; j < out.length; j++) out[j] *= factor;
      },
    };
    expect(failures({ createPolicy: () => wrong }).map(({ what }) => what)).toContain(
      "softmax policy: score against finite differences of log π",
    );
  }
});

test("an estimator that gives no numbers is found", () => {
  expect(failuresOf((batch: TrajectoryBatch, _, out) => void out.fill(Number.NaN, 0, batch.steps))).toEqual(
    FOUND,
  );
});
