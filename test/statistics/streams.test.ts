import { describe, expect, it } from "vitest";
import { normal, stream } from "../../src/random.ts";
import { streamAgreement } from "../../src/statistics/streams.ts";

const M = 8;
const P = 5;

/** Estimates G + noise, one row of each stream. */
const drawn = (key: string, noise: number, count = M): Float64Array => {
  const random = stream("streams", key);
  return Float64Array.from({ length: count * P }, (_, k) => (k % P === 0 ? 1 : 0) + noise * normal(random));
};
const rowsOf = (vectors: Float64Array): number[][] =>
  Array.from({ length: vectors.length / P }, (_, i) => [...vectors.subarray(i * P, (i + 1) * P)]);
const dot = (x: number[], y: number[]) => x.reduce((sum, v, j) => sum + v * y[j], 0);
const cosine = (x: number[], y: number[]) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));

/** The mean cosine with the mean of the others, slowly. */
const slowly = (estimates: number[][], longest: number[][]): number => {
  const cosines = estimates.map((g, i) => {
    const others = longest.filter((_, j) => j !== i);
    return cosine(
      g,
      others[0].map((_, j) => others.reduce((sum, row) => sum + row[j], 0)),
    );
  });
  return cosines.reduce((sum, x) => sum + x, 0) / cosines.length;
};

describe("streamAgreement", () => {
  it("compares each stream with the mean of the others alone, with the jackknife's interval", () => {
    const [estimates, longest] = [drawn("short", 2), drawn("long", 0.5)];
    const { withOthers } = streamAgreement(estimates, longest, M);
    const [g, l] = [rowsOf(estimates), rowsOf(longest)];
    expect(withOthers.estimate).toBeCloseTo(slowly(g, l), 12);
    const without = (i: number) => slowly(g.toSpliced(i, 1), l.toSpliced(i, 1));
    const left = g.map((_, i) => without(i));
    const center = left.reduce((sum, x) => sum + x, 0) / M;
    const error = Math.sqrt(((M - 1) / M) * left.reduce((sum, x) => sum + (x - center) ** 2, 0));
    expect(withOthers.estimate - withOthers.low).toBeCloseTo(2.364624 * error, 5); // Student, 7 degrees
  });

  it("covers what it is an estimate of in about 95 of 100 cases, and a plain z would not", () => {
    let [covered, tooNarrow] = [0, 0];
    const trials = 300;
    const far = drawn("truth", 0.5, 4000);
    const expected = streamAgreement(far.subarray(0, 400 * P), far.subarray(0, 400 * P), 400).withOthers
      .estimate;
    for (let b = 0; b < trials; b++) {
      const vectors = drawn(`trial ${b}`, 0.5, 12);
      const { estimate, low, high } = streamAgreement(vectors, vectors, 12).withOthers;
      // of 12 streams, the reference of 11 has noise of its own: what 400 streams say is larger by (1 + NSR/11)^½
      const attenuated = expected / Math.sqrt(1 + (0.25 * P) / 11);
      if (low <= attenuated && attenuated <= high) covered++;
      const third = (estimate - low) / 3;
      if (Math.abs(estimate - attenuated) <= third) tooNarrow++;
    }
    expect(covered / trials).toBeGreaterThan(0.91); // z = 3 about 0.95
    expect(covered / trials).toBeLessThan(0.99);
    expect(tooNarrow / trials).toBeLessThan(0.7);
  });

  it("tells no interval of few streams", () => {
    const { estimate, low } = streamAgreement(drawn("few", 1, 5), drawn("few", 1, 5), 5).withOthers;
    expect(estimate).not.toBeNaN();
    expect(low).toBeNaN();
  });
});
