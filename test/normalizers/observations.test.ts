import { describe, expect, it } from "vitest";
import { decodeState, encodeState } from "../../src/memory/encode.ts";
import { type RunningNormalizerOptions, runningNormalizer } from "../../src/normalizers/observations.ts";
import type { ObservationNormalizer } from "../../src/policies/policy.ts";
import { deepGolden } from "../deep-golden.ts";
import { largest, normals } from "../numbers.ts";

const { numbers, observations: golden } = deepGolden.normalizers;
const population = { deviation: "population", epsilon: 1e-8, clip: Number.POSITIVE_INFINITY } as const;
const sample = { ...population, deviation: "sample" } as const;

/** Numbers as observations of O = 1, some lanes at a time, each normalized after it was seen. */
const normalized = (
  options: RunningNormalizerOptions,
  lanes = 1,
  normalizer = runningNormalizer(1, options),
) => {
  const out: number[] = [];
  const row = new Float64Array(lanes);
  for (let t = 0; t < numbers.length; t += lanes) {
    const seen = Float64Array.from(numbers.slice(t, t + lanes));
    normalizer.see(seen, lanes);
    normalizer.apply(seen, 0, lanes, row);
    out.push(...row);
  }
  return out;
};
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => largest(Array.from(a, (x, i) => x - b[i]));

describe("a running normalizer of observations", () => {
  it.each([
    ["Gymnasium's", golden.gymnasium, 1e-12, () => normalized(population)],
    ["stable-baselines3's", golden.sb3, 1e-7, () => normalized(population)], // float32
    ["stable-baselines3's of two lanes", golden.lanes, 2e-7, () => normalized(population, 2)],
    ["stable-baselines3's with a clip", golden.clipped, 1e-7, () => normalized({ ...population, clip: 1 })],
    ["that of Implementation Matters", golden.im, 1e-12, () => normalized(sample)],
  ] as const)("is %s", (_, expected, error, ours) => {
    expect(apart(ours(), expected)).toBeLessThan(error);
  });

  it("would be told from each other, from one without the first count, and from one that is used before it sees", () => {
    expect(apart(normalized(sample), golden.gymnasium)).toBeGreaterThan(1e-3);
    expect(apart(normalized(population), golden.lanes)).toBeGreaterThan(1e-3);
    const late: number[] = [];
    const normalizer = runningNormalizer(1, population);
    for (const x of numbers) {
      const one = Float64Array.of(x);
      normalizer.apply(one, 0, 1, one);
      normalizer.see(Float64Array.of(x), 1);
      late.push(one[0]);
    }
    expect(apart(late, golden.gymnasium)).toBeGreaterThan(1e-3);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / 10;
    const square = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 10;
    expect(Math.abs((numbers[9] - mean) / Math.sqrt(square + 1e-8) - golden.gymnasium[9])).toBeGreaterThan(
      1e-7,
    );
  });

  it("is the identity at first, and after a reset", () => {
    const normalizer = runningNormalizer(2, { ...population, clip: 10 });
    const out = new Float64Array(2);
    const check = () => {
      expect([...normalizer.moments]).toEqual([0, 0, 1, 1]);
      normalizer.apply(Float64Array.of(0, 0, 3.5, -70), 1, 1, out);
      expect([...out]).toEqual([3.5, -10]);
    };
    normalizer.refresh();
    check();
    normalizer.see(normals(8, "rows"), 4);
    expect(normalizer.moments[0]).not.toBe(0);
    normalizer.reset();
    check();
  });

  it("serves as a policy's normalizer, whose batches move it at a refresh only", () => {
    const learned: ObservationNormalizer = runningNormalizer(2, sample);
    const observations = normals(40, "batch");
    const whole = runningNormalizer(2, sample);
    whole.see(observations, 20);
    learned.update({ steps: 12, observations });
    learned.update({ steps: 8, observations: observations.slice(24) });
    expect([...learned.moments]).toEqual([0, 0, 1, 1]);
    learned.refresh();
    expect(apart(learned.moments, whole.moments)).toBeLessThan(1e-13);
    learned.moments.set([1, 2, 4, 8]); // as a frozen one is
    const out = new Float64Array(2);
    learned.apply(Float64Array.of(9, 10), 0, 1, out);
    expect([...out]).toEqual([2, 1]);
  });

  it("goes on from what was saved, to the bit", () => {
    const [one, other] = [runningNormalizer(1, sample), runningNormalizer(1, sample)];
    normalized(sample, 1, one);
    other.restore(decodeState(encodeState(one.save())));
    expect(other.moments).toEqual(one.moments);
    expect(normalized(sample, 1, other)).toEqual(normalized(sample, 1, one));
    expect(() => other.restore({ moments: new Float64Array(2) })).toThrow(TypeError);
  });
});
