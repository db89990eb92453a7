import { describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { firstAbove, LONG_ROW } from "../../src/sampling/first-above.ts";
import { kernelSampler } from "../../src/sampling/kernel-sampler.ts";
import { modelSampler } from "../../src/sampling/model-sampler.ts";
import { stepSampler } from "../../src/sampling/step-sampler.ts";
import { normals } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { problemOf } from "../problems/problem-of.ts";

const scan = (cumulative: Float64Array, first: number, last: number, u: number) => {
  let place = first;
  while (place < last && u >= cumulative[place]) place++;
  return place;
};

describe("firstAbove", () => {
  it.each([1, 2, 3, 64, 65, 100])(
    "finds what a scan finds among %i, ties and empty actions too",
    (length) => {
      let sum = 0;
      const cumulative = Float64Array.from({ length: length + 5 }, (_, k) => {
        if (k >= 5 && k % 3 !== 1) sum += 1 / length;
        return sum;
      });
      for (const u of [0, 1e-9, ...cumulative, ...cumulative.map((c) => c - 1e-12), 0.999])
        expect(firstAbove(cumulative, 5, length + 4, u)).toBe(scan(cumulative, 5, length + 4, u));
    },
  );
});

describe("among many actions", () => {
  const environment = environmentOf("bernoulli-quadratic", { targets: Array(8).fill(0.45) });
  const { point } = problemOf(
    environment,
    normals(8, "many").map((x) => 3 * x),
    { discount: 1, horizon: 1 },
    "bernoulli-product",
  );

  it("all samplers take the action of a scan", () => {
    expect(environment.actions).toBeGreaterThan(LONG_ROW);
    const uniforms = stream("test", "many actions");
    const scanned = Array.from({ length: 3000 }, () => scan(point.cumulative, 0, 255, uniforms.next()));
    const randoms = () => [stream("test", "many actions"), stream("none")] as const;
    const { model, thresholds } = environment;
    const fast = modelSampler(model!, thresholds!, point.cumulative, 1, ...randoms())(3000);
    const drawn = { model: model!, thresholds: thresholds!, horizon: 1, groupSize: 1 };
    const kernel = kernelSampler(drawn, { cumulative: point.cumulative, revision: 0 }, ...randoms())(3000);
    const slow = stepSampler(environment, point.cumulative, 1, ...randoms())(3000);
    expect([...fast.actions.subarray(0, 3000)]).toEqual(scanned);
    expect([...kernel.actions.subarray(0, 3000)]).toEqual(scanned);
    expect([...slow.actions.subarray(0, 3000)]).toEqual(scanned);
    expect(new Set(scanned).size).toBeGreaterThan(60);
  });
});
