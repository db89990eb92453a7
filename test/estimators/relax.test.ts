import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { halvings, noiseMoments } from "../../src/moments/bit-noise.ts";
import { truthOf } from "../moments.ts";
import { subtract } from "../numbers.ts";
import { estimatorOf, sampler } from "../problems/estimator-of.ts";
import { quadratic } from "../problems/index.ts";
import type { Problem } from "../problems/problem-of.ts";

const temperature = 1;
const problem = quadratic([0.45, 0.7], [0.3, 0.6]);
const exactly = (each: Problem, estimator: ReturnType<typeof estimatorOf>) =>
  noiseMoments(each.environment.model!, each.point, estimator, halvings(8), 4);
const taught = (each: Problem, ...sizes: number[]) => {
  const estimator = estimatorOf(each, { kind: "relax", temperature });
  const draw = sampler(each, "test", "relax");
  for (const size of sizes) estimator.memory!.update(draw(size), each.point);
  return estimator;
};

describe("relax", () => {
  it("is REBAR with η = 1 before it remembers anything", () => {
    const rebar = exactly(problem, estimatorOf(problem, { kind: "rebar", temperature }));
    expect(exactly(problem, taught(problem))).toEqual(rebar);
  });

  it.each([1, 2, 300])("stays unbiased after a batch of %i", (size) => {
    const { mean } = exactly(problem, taught(problem, size));
    expect(norm(subtract(mean, truthOf(problem)))).toBeLessThan(1e-5);
  });

  it("then varies less than REBAR with any η, and the better the more there was to remember", () => {
    const scales = Array.from({ length: 31 }, (_, i) => i / 10 - 1.5);
    const best = Math.min(
      ...scales.map(
        (scale) =>
          exactly(problem, estimatorOf(problem, { kind: "rebar", temperature, scale })).totalVariance,
      ),
    );
    const [little, much, more] = [[10], [300], [3000]].map(
      (sizes) => exactly(problem, taught(problem, ...sizes)).totalVariance,
    );
    expect(much).toBeLessThan(best / 2);
    expect(Math.abs(more / much - 1)).toBeLessThan(0.05); // both have found the least
    expect(more).toBeLessThan(little);
  });

  it("remembers the last batch only", () => {
    const draw = sampler(problem, "test", "relax");
    draw(50);
    const last = draw(60);
    const fresh = estimatorOf(problem, { kind: "relax", temperature });
    fresh.memory!.update(last, problem.point);
    expect(exactly(problem, taught(problem, 50, 60))).toEqual(exactly(problem, fresh));
  });

  it("takes out what is added to f", () => {
    const low = quadratic([0.45], [0.3]);
    const { environment } = low;
    const { bits, model } = environment;
    const high: Problem = {
      ...low,
      environment: {
        ...environment,
        model: { ...model!, reward: model!.reward.map((r) => r + 100) },
        bits: { ...bits!, value: (b) => bits!.value(b) + 100 },
      },
    };
    const learn = (each: Problem) => {
      const estimator = estimatorOf(each, { kind: "relax", temperature });
      const batch = sampler(low, "test", "added")(200);
      const rewards = batch.rewards.map((r) => r + (each === high ? 100 : 0));
      estimator.memory!.update({ ...batch, rewards }, each.point);
      return exactly(each, estimator).totalVariance;
    };
    expect(learn(low)).toBeLessThan(1e-3);
    expect(Math.abs(learn(high) - learn(low))).toBeLessThan(1e-6);
  });
});
