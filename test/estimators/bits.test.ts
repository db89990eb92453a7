import { describe, expect, it } from "vitest";
import { drawAntithetic } from "../../src/estimators/bits/antithetic.ts";
import { bitProblem } from "../../src/estimators/bits/bits.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { estimators } from "../../src/estimators/index.ts";
import type { EstimatorContext } from "../../src/estimators/kind.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import { environmentOf } from "../problems/environments.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { frozenLake, quadratic, threeBits } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";
import { bitKinds } from "./bit-kinds.ts";

const critic = () => {
  throw new Error("no critic here");
};

const scripted = (...uniforms: number[]): Random => ({ next: () => uniforms.shift()! - 2 ** -33 });

const batchOf = ({ environment }: Problem, ...actions: number[]) =>
  pack(
    actions.map((action) => ({
      states: [0],
      actions: [action],
      rewards: [environment.model!.reward[action]],
      last: 0,
      terminated: true,
    })),
  );

describe("estimators of bits", () => {
  it.each(bitKinds)(
    "%s is refused where there are no bits, or the policy does not draw them one by one",
    (kind) => {
      expect(() => estimatorOf(frozenLake(), { kind })).toThrow(
        new RangeError(`${kind} needs an environment with bits; frozen-lake has none`),
      );
      const softmax = problemOf(environmentOf("bernoulli-quadratic"), "random", { discount: 1, horizon: 1 });
      expect(() => estimatorOf(softmax, { kind })).toThrow(
        new RangeError(`${kind} needs a policy of independent bits, bernoulli-product; got softmax`),
      );
    },
  );

  it("claim nothing about trajectories of another policy", () => {
    const context: EstimatorContext = {
      ...threeBits(),
      groupSize: 1,
      offPolicy: true,
      critic,
    };
    for (const kind of bitKinds)
      expect(
        make<[EstimatorContext], Estimator>(estimators, choice(estimators).parse({ kind }), context).estimand
          .unbiased,
      ).toBe(false);
  });

  // p = (¾, ¼), b = (1, 0), v = (0.2, 0.9): u = (0.15, 1 − 0.675), z = (ln 17, −ln 13/9), y = (17/18, 9/22)
  const softValue = (17 / 18 - 0.25) ** 2 + (9 / 22) ** 2;
  const control = [
    ((25 / 18) * (17 / 324) * 5) / 17 - softValue / 4,
    ((9 / 11) * (117 / 484) * 10) / 13 + softValue / 4,
  ];
  const byHand: Record<string, readonly number[]> = {
    arm: [0.175, 0.0875],
    disarm: [0.1875, 0],
    "straight-through": [0.28125, 0],
    "straight-through-gumbel": [1.5 * (17 / 324), 0],
    concrete: [(25 / 18) * (17 / 324), (9 / 11) * (117 / 484)],
    rebar: [0.5625 / 4 + control[0], -0.5625 / 4 + control[1]],
    relax: [0.5625 / 4 + control[0], -0.5625 / 4 + control[1]],
  };

  const optionsOf = (kind: string) => ({
    kind,
    ...("temperature" in estimatorShape(kind) && { temperature: 1 }),
  });
  const estimatorShape = (kind: string) => estimators[kind as keyof typeof estimators].options.shape;

  it.each(bitKinds)("%s on two bits, worked out by hand", (kind) => {
    const problem = quadratic([0.25, 0], [0.75, 0.25]);
    const out = new Float64Array(2).fill(Number.NaN);
    estimatorOf(problem, optionsOf(kind)).estimate(
      batchOf(problem, 0b01),
      problem.point,
      out,
      scripted(0.2, 0.9),
    );
    for (const j of [0, 1]) expect(out[j]).toBeCloseTo(byHand[kind][j], 12);
  });

  it.each(bitKinds)("%s sums over the bits of a shared logit and averages over the batch", (kind) => {
    const shared = quadratic([0.6, 0.51, 0.48], [0.3]);
    const own = quadratic([0.6, 0.51, 0.48], [0.3, 0.3, 0.3]);
    const uniforms = () => stream("test", "bits");
    const estimate = (problem: Problem, actions: number[], random: Random) => {
      const out = new Float64Array(problem.policy.parameters);
      estimatorOf(problem, optionsOf(kind)).estimate(
        batchOf(problem, ...actions),
        problem.point,
        out,
        random,
      );
      return out;
    };
    const together = estimate(shared, [5, 2], uniforms());
    const random = uniforms();
    const [first, second] = [estimate(own, [5], random), estimate(own, [2], random)];
    const sum = (x: Float64Array) => x.reduce((total, each) => total + each, 0);
    expect(together[0]).toBeCloseTo((sum(first) + sum(second)) / 2, 14);
  });

  it("stay finite where a bit is certain", () => {
    const problem = quadratic([0.3, 0.3], [0.5, 0.5]);
    for (const theta of [800, -800, 40, -40]) {
      problem.point.theta.fill(theta);
      problem.point.moveTo(problem.point.theta);
      for (const kind of bitKinds) {
        const out = new Float64Array(2);
        const estimator = estimatorOf(problem, { kind });
        const batch = batchOf(problem, theta > 0 ? 3 : 0);
        estimator.memory?.update(batch, problem.point);
        estimator.estimate(batch, problem.point, out, scripted(2 ** -33, 1 - 2 ** -33));
        expect(out.every(Number.isFinite), `${kind} at ${theta}`).toBe(true);
        expect(Math.abs(out[0]), `${kind} at ${theta}`).toBeLessThan(1e-15 + 40 * Math.exp(-40));
      }
    }
  });
});

describe("drawAntithetic", () => {
  const problem = quadratic([0.3], [0.2]);
  const { each } = bitProblem("test", {
    ...problem,
    groupSize: 1,
    offPolicy: false,
    critic,
  });

  it("draws the uniform that made the bit, and the bit that its opposite would have made", () => {
    const random = stream("test", "antithetic");
    const [centered, opposite] = [new Float64Array(1), new Float64Array(1)];
    for (const action of [0, 1])
      for (let k = 0; k < 200; k++)
        each(batchOf(problem, action), problem.point, (sample) => {
          drawAntithetic(sample, random, centered, opposite);
          const u = centered[0] + 0.5;
          expect(u < 0.2 ? 1 : 0).toBe(action);
          expect(1 - u < 0.2 ? 1 : 0).toBe(opposite[0]);
        });
  });
});
