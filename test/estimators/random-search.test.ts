import { describe, expect, it } from "vitest";
import { evolutionStrategies } from "../../src/estimators/zeroth-order/evolution-strategies.ts";
import { randomSearch } from "../../src/estimators/zeroth-order/random-search.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { stream } from "../../src/random.ts";
import { oneStepOf } from "../problems/environments.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { doubleIntegrator } from "../problems/index.ts";
import { sceneOf } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";
import { simulated } from "./sampled.ts";
import { deviationOf, expectClose, returnsOf, scenes, sumOf, watched } from "./watched.ts";

describe.each(scenes)("one step of random search on %s", (_, scene) => {
  const estimate = (options: object) => watched(randomSearch, 0.1, { smoothing: 0.1, ...options }, scene, 8);

  it("keeps the best directions, and divides by the deviation of their returns", () => {
    const { out, pairs } = estimate({ best: 2 });
    const kept = pairs
      .map((pair) => ({ ...pair, best: Math.max(pair.plus, pair.minus) }))
      .toSorted((a, b) => b.best - a.best)
      .slice(0, 2);
    const deviation = deviationOf(returnsOf(kept));
    expectClose(
      out,
      sumOf(kept, ({ plus, minus }) => (plus - minus) / 2 / deviation),
    );
  });

  it("keeps all of them if nothing is said, and divides by nothing with scale none", () => {
    const { out, pairs } = estimate({ scale: "none" });
    expectClose(
      out,
      sumOf(pairs, ({ plus, minus }) => (plus - minus) / 4),
    );
    const scaled = estimate({}).out;
    const deviation = deviationOf(returnsOf(pairs));
    expectClose(scaled, [...out.map((x) => x / deviation)]);
  });
});

describe("random search", () => {
  it("needs two trajectories for each direction that it keeps", () => {
    const options = { smoothing: 0.1, best: 3 };
    expect(createEstimator(randomSearch, options, doubleIntegrator()).takes.fewest).toBe(6);
  });

  it("stays where it is if all returns are the same, as standardized evolution strategies do", () => {
    const constant = oneStepOf({ function: "cosine", k: 0 });
    const scene = sceneOf(constant, { kind: "linear-gaussian", deviation: 1 }, [0], { horizon: 1 });
    const out = new Float64Array(1).fill(Number.NaN);
    for (const [kind, options] of [
      [randomSearch, { smoothing: 0.1 }],
      [evolutionStrategies, { smoothing: 0.1, shaping: "standardize" }],
    ] as const) {
      createEstimator(kind, options, scene).estimate(batchOf(4), scene.point, out, stream("test", "same"));
      expect([...out]).toEqual([0]);
    }
  });

  it("points where the smoothed objective rises if all directions are kept, and elsewhere if few are", () => {
    const scene = doubleIntegrator();
    const target = new Float64Array(2);
    createEstimator(randomSearch, { smoothing: 0.02 }, scene).estimand.other!.gradient(scene.point, target);
    const cosine = (best: number | undefined) => {
      const estimator = createEstimator(randomSearch, { smoothing: 0.02, best }, scene);
      expect(estimator.estimand.other === undefined).toBe(best !== undefined);
      const { mean } = simulated(scene, estimator, { replicates: 500, batchSize: 64 });
      return mean.reduce((sum, x, j) => sum + x * target[j], 0) / norm(mean) / norm(target);
    };
    expect(cosine(undefined)).toBeGreaterThan(0.99);
    expect(cosine(2)).toBeLessThan(0.9);
  });
});
