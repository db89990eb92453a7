import { expect, it } from "vitest";
import { normal, stream } from "../../../src/random.ts";
import { overReplicates } from "../../../src/report/comparison/comparison.ts";
import { squaredBiasOverSeeds, withinProbe } from "../../../src/report/comparison/comparison-probe.ts";
import { squaredBias } from "../../../src/statistics/bias/bias.ts";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";

const [N, P] = [30, 3];
const random = stream("comparison-probe");
const G = Float64Array.of(1, 2, 2);
const truth = G;

/** Normal estimates of unit variance in each coordinate, with a bias of a norm. */
const cell = (bias = 0) => ({
  vectors: Float64Array.from(
    { length: N * P },
    (_, i) => truth[i % P] + normal(random) + bias / Math.sqrt(P),
  ),
  count: N,
  truth,
  noise: null,
});

it("of one seed is that seed's bias", () => {
  const one = cell(0.5);
  const { estimate, low, high, detectable } = squaredBias(one.vectors, N, truth);
  const within = withinProbe("squared_bias", [one]);
  expect(within.mean?.estimate).toBeCloseTo(estimate, 12);
  expect(within.mean?.low).toBeCloseTo(low, 12);
  expect(within.mean?.high).toBeCloseTo(high, 12);
  expect(within.detectable).toBeCloseTo(detectable, 12);
});

it("of four equal seeds halves the noise, and takes at least a √2 off the bias that would have been seen", () => {
  const one = cell();
  const [single, four] = [[one], [one, one, one, one]].map((cells) => withinProbe("squared_bias", cells));
  expect(four.mean!.estimate).toBeCloseTo(single.mean!.estimate, 12);
  expect(four.detectable).toBeLessThan(single.detectable! / Math.SQRT2);
  expect(four.detectable).toBeGreaterThan(single.detectable! / 2);
});

/** How often, of 600 times, the interval of four seeds leaves out zero. */
const seen = (bias: (cells: ReturnType<typeof cell>[]) => number): number => {
  const bound = bias([cell(), cell(), cell(), cell()]);
  let count = 0;
  for (let i = 0; i < 600; i++)
    if (
      withinProbe(
        "squared_bias",
        [0, 1, 2, 3].map(() => cell(bound)),
      ).mean!.low > 0
    )
      count++;
  return count / 600;
};

it("sees the bias that it says it would, no other", () => {
  // z = 3 of a share of 0.8 is 0.05; of 0.025 to 0.055 without a bias, 0.03
  const stated = seen((cells) => withinProbe("squared_bias", cells).detectable!);
  expect(stated).toBeGreaterThan(0.75);
  expect(stated).toBeLessThan(0.87);
  expect(seen((cells) => withinProbe("squared_bias", [cells[0]]).detectable!)).toBeGreaterThan(0.9);
  expect(seen(() => 0)).toBeLessThan(0.08);
});

it("has the norm ratio beside the mean cosine", () => {
  const vectors = Float64Array.from({ length: 40 * P }, (_, i) => 2 * truth[i % P]);
  const { normRatio, mean } = withinProbe("mean_cosine", [{ vectors, count: 40, truth, noise: null }]);
  expect(normRatio).toEqual({ estimate: 2, low: 2, high: 2 });
  expect(mean).toBeNull();
  expect(
    withinProbe("mean_cosine", [{ vectors, count: 40, truth, noise: "∇J is rounding" }]).normRatio,
  ).toBeNull();
});

it("has no bias where the truth of a seed is not exact, but a pairwise cosine", () => {
  const unknown = { ...cell(), truth: null };
  expect(withinProbe("squared_bias", [cell(), unknown])).toMatchObject({ mean: null, detectable: null });
  expect(withinProbe("mean_cosine", [unknown]).normRatio).toBeNull();
  const { mean } = withinProbe("pairwise_cosine", [unknown, cell()]);
  expect(mean!.low).toBeLessThan(mean!.estimate);
  expect(withinProbe("mse", [cell()])).toEqual({ mean: null, detectable: null, normRatio: null });
});

it("keeps total variances from below zero, and is as lopsided as they are", () => {
  const values = Float64Array.of(0, 0, 0.1, 9, 0, 0.2, 0, 7);
  const seeds = Float64Array.of(1, 1, 1, 1, 2, 2, 2, 2);
  const scores = { values, seeds, replicates: Float64Array.of(0, 1, 2, 3, 0, 1, 2, 3) };
  const { estimate, low, high } = overReplicates(scores, 0);
  expect(estimate).toBeCloseTo((9.1 + 7.2) / 8, 12);
  expect(low).toBe(0);
  const free = overReplicates(scores).low;
  expect(free).toBeLessThan(0);
  expect(high - estimate).toBeGreaterThan(1.5 * (estimate - free));
});

it("has no limits where the estimates do not show their noise", () => {
  const rare = new Float64Array(N * P);
  rare[4] = 5; // one estimate of thirty
  const { mean, detectable } = withinProbe("squared_bias", [{ vectors: rare, count: N, truth, noise: null }]);
  expect(mean!.estimate).toBeGreaterThan(0);
  expect([mean!.low, mean!.high, detectable]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

it("always has limits around an unbiased estimate, negative or not: what is shown is not selected", () => {
  let negative = 0;
  for (let i = 0; i < 300; i++) {
    const { mean } = withinProbe("squared_bias", [cell()]);
    if (mean!.estimate < 0) negative++;
    expect(mean!.low).toBeLessThan(mean!.estimate);
    expect(mean!.high).toBeGreaterThan(mean!.estimate);
  }
  expect(negative).toBeGreaterThan(100);
});

it("over five seeds covers no bias, one that all share and one that differs; Student's of five values does not", () => {
  const R = 800; // standard error of a share of 0.95: 0.0077
  const covered = (biasOf: () => number, truth: number) => {
    let [ours, students] = [0, 0];
    for (let i = 0; i < R; i++) {
      const cells = Array.from({ length: 5 }, () => cell(biasOf()));
      const interval = squaredBiasOverSeeds(cells)!;
      if (interval.low <= truth && truth <= interval.high) ours++;
      const values = cells.map(({ vectors, count }) => squaredBias(vectors, count, G).estimate);
      const { low, high } = meanInterval(Float64Array.from(values));
      if (low <= truth && truth <= high) students++;
    }
    return { ours: ours / R, students: students / R };
  };
  const none = covered(() => 0, 0);
  expect(none.ours).toBeGreaterThan(0.93);
  expect(none.students).toBeLessThan(0.93);
  expect(none.ours - none.students).toBeGreaterThan(0.03);
  expect(covered(() => 1, 1).ours).toBeGreaterThan(0.93);
  const varying = covered(() => 2 + random.next(), 4 + 2 + 1 / 3); // E (2 + u)²
  expect(varying.ours).toBeGreaterThan(0.9); // what varies may hide in the noise of five
  expect(squaredBiasOverSeeds([{ ...cell(), truth: null }, cell()])).toBeNull();
});
