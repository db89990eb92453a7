import { describe, expect, it } from "vitest";
import { presets } from "../../src/config/presets.ts";
import { reinforce } from "../../src/estimators/scores/reinforce.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import type { Point } from "../../src/problem/point.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import { setUp } from "../../src/setup/set-up.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { transforms } from "../../src/transforms/index.ts";
import type { Transform, TransformContext } from "../../src/transforms/kind.ts";
import { subtract } from "../numbers.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { cart, plane } from "../problems/index.ts";
import type { Scene } from "../problems/problem-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const batchOf = ({ point }: Scene, n: number, key: string): TrajectoryBatch =>
  structuredClone(point.sampler(stream("test", key, "a"), stream("test", key, "e"))(n));

/** ∇θ log π of every step, by central differences with steps h. # [steps][P] */
const scoresOf = (point: Point, batch: TrajectoryBatch, h: number): Float64Array[] => {
  const P = point.theta.length;
  const scores = Array.from({ length: batch.steps }, () => new Float64Array(P));
  const [up, down] = [new Float64Array(batch.steps), new Float64Array(batch.steps)];
  for (let j = 0; j < P; j++) {
    for (const [sign, out] of [
      [1, up],
      [-1, down],
    ] as const)
      point.moved(point.theta.map((x, i) => (i === j ? x + sign * h : x))).logProbabilities(batch, out);
    for (let k = 0; k < batch.steps; k++) scores[k][j] = (up[k] - down[k]) / (2 * h);
  }
  return scores;
};

/** F̂ = (1/n) Σ_i Σ_t c_t ψψᵀ by its definition. # [P, P] */
const slowFisher = (
  point: Point,
  h: number,
  batches: readonly TrajectoryBatch[],
  discount: number,
): Float64Array => {
  const P = point.theta.length;
  const out = new Float64Array(P * P);
  for (const batch of batches) {
    const scores = scoresOf(point, batch, h);
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
        for (let a = 0; a < P; a++)
          for (let b = 0; b < P; b++)
            out[a * P + b] +=
              (discount ** (k - batch.offsets[i]) * scores[k][a] * scores[k][b]) /
              (batch.trajectories * batches.length);
  }
  return out;
};

const transformed = (scene: Scene, ...chain: object[]) => {
  const { point, objective } = scene;
  const context: TransformContext = { point, objective, parameters: point.theta.length };
  return chain.reduce<ReturnType<typeof createEstimator>>(
    (inner, options) =>
      make<[TransformContext], Transform>(transforms, choice(transforms).parse(options), context)(inner),
    createEstimator(reinforce, {}, scene),
  );
};

/** Problems, the step of a difference, and what it leaves of an error: a perceptron computes in numbers of 32 bits. */
const scenes: [string, Scene, number, number][] = [
  ["CartPole with a perceptron", cart(12), 4e-3, 1e-3],
  ["a linear-quadratic problem with a linear-Gaussian policy", plane(), 1e-6, 1e-6],
];

describe.each(scenes)("the Fisher information of the batch, on %s", (_, scene, h, error) => {
  const { point } = scene;
  const P = point.theta.length;
  const { discount } = scene.objective;
  const batches = [batchOf(scene, 5, "one"), batchOf(scene, 5, "two")];
  const estimate = (...chain: object[]): Float64Array => {
    const estimator = transformed(scene, ...chain);
    const out = new Float64Array(P);
    for (const batch of batches.slice(0, estimator.takes.batches))
      estimator.estimate(batch, point, out, stream("none"));
    return out;
  };
  const plain = estimate();
  const damping = 0.01;
  /** (F + λI) x */
  const back = (fisher: Float64Array, x: Float64Array) =>
    x.map((own, i) => damping * own + x.reduce((sum, y, j) => sum + fisher[i * P + j] * y, 0));
  const apart = (one: Float64Array, other: Float64Array) => norm(subtract(one, other)) / norm(other);

  it("makes the natural gradient, with γᵗ and without", () => {
    for (const [weighting, decay] of [
      ["discounted", discount],
      ["none", 1],
    ] as const) {
      const natural = estimate({ kind: "natural", fisher: "batch", damping, weighting });
      expect(apart(back(slowFisher(point, h, batches.slice(0, 1), decay), natural), plain)).toBeLessThan(
        error,
      );
      const other = decay === 1 ? discount : 1;
      expect(apart(back(slowFisher(point, h, batches.slice(0, 1), other), natural), plain)).toBeGreaterThan(
        1e-2,
      );
    }
  });

  it("is over all batches of an estimate", () => {
    const both = estimate({ kind: "accumulate", batches: 2 });
    const natural = estimate(
      { kind: "accumulate", batches: 2 },
      { kind: "natural", fisher: "batch", damping },
    );
    expect(apart(back(slowFisher(point, h, batches, discount), natural), both)).toBeLessThan(error);
  });

  it("per step is divided by the mean weight of a trajectory", () => {
    const [batch] = batches;
    let mass = 0;
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
        mass += discount ** (k - batch.offsets[i]) / batch.trajectories;
    const natural = estimate({ kind: "natural", fisher: "batch", damping, per: "step" });
    const fisher = slowFisher(point, h, [batch], discount).map((x) => x / mass);
    expect(apart(back(fisher, natural), plain)).toBeLessThan(error);
  });

  it("chooses the coordinates of a mask", () => {
    const fisher = slowFisher(point, h, batches.slice(0, 1), discount);
    const keep = Math.round(P / 2);
    const masked = estimate({ kind: "fisher-mask", fisher: "batch", keep: 0.5 });
    const order = [...plain.keys()].sort((i, j) => fisher[j * P + j] - fisher[i * P + i]);
    const expected = plain.map((x, j) => (order.indexOf(j) < keep ? x : 0));
    expect(masked).toEqual(expected);
  });

  it("of the model is refused", () => {
    for (const kind of ["natural", "fisher-mask"])
      expect(() => estimate({ kind, fisher: "exact", ...(kind === "fisher-mask" && { keep: 0.5 }) })).toThrow(
        /^fisher "exact" needs discrete states; "batch" does not/,
      );
  });
});

it("a natural policy gradient is a preset that a perceptron can be trained with", () => {
  const [config] = runsOf({
    name: "npg",
    environment: { kind: "cart-pole" },
    policy: { kind: "perceptron", widths: [4] },
    objective: { discount: 0.99, horizon: 20 },
    agents: [
      {
        name: "a",
        estimator: presets.npg.estimator,
        optimizer: { kind: "sgd", learningRate: 0.1 },
        iterations: 1,
        batchSize: 4,
      },
    ],
    seeds: [1],
  });
  expect(setUp(config).estimators[0].estimator.law.kind).toBe("changed");
});
