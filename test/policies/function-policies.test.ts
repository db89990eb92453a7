import { describe, expect, it } from "vitest";
import type { Environment } from "../../envs/contract/environment.ts";
import { requireContinuous } from "../../envs/contract/environment.ts";
import { checkContinuousScore } from "../../src/check/continuous-score.ts";
import { policies } from "../../src/policies/index.ts";
import type { FunctionPolicy, Policy } from "../../src/policies/policy.ts";
import { isTabular } from "../../src/policies/policy.ts";
import type { Objective } from "../../src/problem/objective.ts";
import type { ContinuousPoint } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import { largest, normals } from "../numbers.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { pointOf } from "../problems/problem-of.ts";

const objective: Objective = { discount: 0.9, horizon: 12, stateWeight: "discounted" };

const policyOf = (kind: keyof typeof policies, options: object, environment: Environment): FunctionPolicy => {
  const chosen = choice(policies).parse({ kind, ...options });
  const policy = make<[Environment, Objective], Policy>(policies, chosen, environment, objective);
  if (isTabular(policy)) throw new Error(`${kind} is a table`);
  return policy;
};

const cases = [
  ["linear-gaussian", { deviation: 0.3, bias: true }, "linear-quadratic"],
  ["linear-gaussian", { deviation: "learned" }, "pendulum"],
  ["time-gaussian", { deviation: "learned" }, "linear-quadratic"],
  ["linear-softmax", { bias: true }, "cart-pole"],
  ["linear-softmax", { bias: false, normalize: true }, "acrobot"],
  ["linear-gaussian", { deviation: 0.5, normalize: true }, "mountain-car-continuous"],
  ["perceptron", { widths: [5, 7] }, "cart-pole"],
  ["perceptron", { widths: [6], activation: "relu", normalize: true }, "mountain-car"],
  ["perceptron", { widths: [8], deviation: 0.5 }, "pendulum"],
  ["perceptron", { widths: [], deviation: "learned" }, "linear-quadratic"],
  ["perceptron", { widths: [6], deviation: "state" }, "linear-quadratic"],
  ["perceptron", { widths: [6], squash: true }, "pendulum"],
  ["perceptron", { widths: [5], deviation: "state", squash: true, normalize: true }, "pendulum"],
] as const;

describe.each(cases)("the policy %s %j on %s", (kind, options, where) => {
  const environment = requireContinuous(anyEnvironment(where), "the test");
  const policy = policyOf(kind, options, environment);
  const theta = normals(policy.parameters, kind, where).map((x) => 0.3 * x);
  const pointWith = (chosen: FunctionPolicy) =>
    pointOf({ environment, objective, createPolicy: () => chosen }, theta).point as ContinuousPoint;
  const point = pointWith(policy);
  const sampler = () => point.sampler(stream(kind, "a"), stream(kind, "e"));

  it("has scores equal to central differences of log π", () => {
    policy.normalizer?.update(sampler()(8));
    policy.normalizer?.refresh();
    for (const { pass, what, figure } of checkContinuousScore(point))
      expect(pass, `${what}: ${figure}`).toBe(true);
  });

  it("would be found out if one of its parameters had another score", () => {
    const wrong: FunctionPolicy = {
      ...policy,
      weightedScores(batch, from, to, weightings, outs) {
        policy.weightedScores(batch, from, to, weightings, outs);
        for (const out of outs) for (let j = 0; j < out.length; j++) out[j] *= 1.02;
      },
    };
    expect([...checkContinuousScore(pointWith(wrong))].every(({ pass }) => pass)).toBe(false);
  });

  it("sums scores over any part of a batch, and several weightings as one by one", () => {
    point.moveTo(point.theta);
    const batch = sampler()(30);
    const weightings = ["x", "y"].map((key) => normals(batch.steps, kind, key));
    const sum = (from: number, to: number, chosen: Float64Array[]) => {
      const outs = chosen.map(() => new Float64Array(policy.parameters).fill(Number.NaN));
      point.weightedScores(batch, from, to, chosen, outs);
      return outs;
    };
    const together = sum(0, batch.steps, weightings);
    expect(together).toEqual(weightings.map((each) => sum(0, batch.steps, [each])[0]));
    const cut = batch.offsets[11] + 1;
    const [first] = sum(0, cut, [weightings[0]]);
    const [second] = sum(cut, batch.steps, [weightings[0]]);
    const scale = 1 + largest(together[0]);
    expect(largest(together[0].map((x, j) => x - first[j] - second[j])) / scale).toBeLessThan(
      kind === "perceptron" ? 1e-5 : 1e-12,
    );
  });

  it("draws actions as often as log π says: scores have the mean 0", () => {
    point.moveTo(point.theta);
    const draw = sampler();
    const n = 4000;
    const P = policy.parameters;
    const batch = draw(n);
    const one = new Float64Array(batch.steps).fill(1);
    const [mean, square, score] = [new Float64Array(P), new Float64Array(P), new Float64Array(P)];
    for (let i = 0; i < n; i++) {
      point.weightedScores(batch, batch.offsets[i], batch.offsets[i + 1], [one], [score]);
      for (let j = 0; j < P; j++) {
        mean[j] += score[j] / n;
        square[j] += (score[j] * score[j]) / n;
      }
    }
    // |z| > 5 in one of the coordinates, at most 150, has a probability below 1e-4
    const z = mean.map((x, j) => (square[j] > 0 ? x / Math.sqrt((square[j] - x * x) / n) : 0));
    expect(largest(z)).toBeLessThan(5);
  });
});

describe("the observation normalizer", () => {
  it("is the identity at first, merges batches like one, and moves in training only", () => {
    const environment = requireContinuous(anyEnvironment("pendulum"), "the test");
    const createPolicy = () => policyOf("linear-gaussian", { deviation: 1 }, environment);
    const { point } = pointOf({ environment, objective, createPolicy }, new Float64Array(3));
    const draw = point.sampler(stream("n", "a"), stream("n", "e"));
    const { normalizer } = policyOf("perceptron", { normalize: true }, environment);
    const whole = policyOf("perceptron", { normalize: true }, environment).normalizer!;
    expect([...normalizer!.moments]).toEqual([0, 0, 0, 1, 1, 1]);
    const batch = draw(50);
    whole.update(batch);
    whole.refresh();
    const half = batch.steps / 2;
    const part = (from: number) => ({
      ...batch,
      steps: half,
      observations: batch.observations.slice(from * 3, (from + half) * 3),
    });
    normalizer!.update(part(0));
    normalizer!.update(part(half));
    expect([...normalizer!.moments]).toEqual([0, 0, 0, 1, 1, 1]); // until it is told to
    normalizer!.refresh();
    expect(largest(normalizer!.moments.map((x, j) => x - whole.moments[j]))).toBeLessThan(1e-12);
    const out = new Float64Array(batch.steps * 3);
    whole.apply(batch.observations, 0, batch.steps, out);
    for (let o = 0; o < 3; o++) {
      const column = out.filter((_, k) => k % 3 === o);
      const mean = column.reduce((sum, x) => sum + x, 0) / batch.steps;
      const square = column.reduce((sum, x) => sum + x * x, 0) / batch.steps;
      expect(Math.abs(mean)).toBeLessThan(1e-12);
      expect(Math.abs(square - 1)).toBeLessThan(1e-12);
    }
  });
});
