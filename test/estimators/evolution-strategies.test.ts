import { describe, expect, it } from "vitest";
import { evolutionStrategies } from "../../src/estimators/zeroth-order/evolution-strategies.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { doubleIntegrator } from "../problems/index.ts";
import { deviationOf, expectClose, returnsOf, scenes, sumOf, watched } from "./watched.ts";

const estimate = (scene: (typeof scenes)[number][1], options: object = {}) =>
  watched(evolutionStrategies, 0.1, { smoothing: 0.1, ...options }, scene, 8);

describe.each(scenes)("one estimate by evolution strategies on %s", (_, scene) => {
  const { out, pairs } = estimate(scene);

  it("weights Gaussian directions by their difference quotients", () => {
    expectClose(
      out,
      sumOf(pairs, ({ plus, minus }) => (plus - minus) / 0.2 / 4),
    );
    expect(new Set(pairs.flatMap(({ v }) => v.map(Math.abs))).size).toBe(4 * out.length);
  });

  it("divides by the deviation of the returns where they are standardized", () => {
    const standard = estimate(scene, { shaping: "standardize" });
    const deviation = deviationOf(returnsOf(pairs));
    expectClose(standard.out, [...out.map((x) => x / deviation)]);
  });

  it("puts ranks from −½ to ½ in the place of returns", () => {
    const all = returnsOf(pairs);
    const place = (r: number) =>
      all.filter((x) => x < r).length + (all.filter((x) => x === r).length - 1) / 2; // the mean one of equals
    const ranked = estimate(scene, { shaping: "ranks" });
    expectClose(
      ranked.out,
      sumOf(pairs, ({ plus, minus }) => (place(plus) - place(minus)) / 7 / 0.2 / 4),
    );
  });
});

describe("evolution strategies", () => {
  it("say what they are an estimate of: with ranks of nothing that is known", () => {
    const named = (shaping: string) =>
      createEstimator(evolutionStrategies, { smoothing: 0.1, shaping }, doubleIntegrator()).estimand.other
        ?.name;
    expect(named("none")).toBe("gradient of the smoothed objective");
    expect(named("standardize")).toBe("gradient of the smoothed objective, but for its length");
    expect(named("ranks")).toBe(undefined);
  });
});
