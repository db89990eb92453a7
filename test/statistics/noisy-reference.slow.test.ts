import { describe, expect, it } from "vitest";
import {
  directions,
  dot,
  meanVector,
  projections,
  squaredDistances,
} from "../../src/linear-algebra/vectors.ts";
import type { Random } from "../../src/random.ts";
import { normal, stream } from "../../src/random.ts";
import { mean } from "../../src/statistics/mean.ts";
import { meanInterval } from "../../src/statistics/mean-interval.ts";
import { alignmentToReference, referenceCosine } from "../../src/statistics/noisy-reference.ts";
import { coverage, expectCovers, expectFails } from "./coverage.ts";

/** `count` vectors of mean (1, 0, …) and total variance `noise`; skewed ones have the same moments. # [count, P] */
const around = (count: number, P: number, noise: number, random: Random, skewed = false): Float64Array =>
  Float64Array.from({ length: count * P }, (_, k) => {
    const draw = skewed ? -Math.log(1 - random.next()) - 1 : normal(random);
    return (k % P === 0 ? 1 : 0) + draw * Math.sqrt(noise / P);
  });

/** cos(g, Ĝ) of every estimate. */
const cosines = (estimates: Float64Array, replicates: number, reference: Float64Array): Float64Array =>
  projections(
    directions(estimates, replicates),
    replicates,
    new Float64Array(reference.length),
    reference,
  ).map((x) => x / Math.sqrt(dot(reference, reference)));

describe("alignmentToReference", () => {
  it("is the mean cosine times (1 + NSR/C)^½", () => {
    const estimates = around(30, 6, 2, stream("estimates"));
    const chunks = around(12, 6, 2, stream("chunks"));
    const reference = meanVector(chunks, 12);
    const noise = squaredDistances(chunks, 12, reference).reduce((sum, d) => sum + d, 0) / 11;
    const signal = dot(reference, reference) - noise / 12;
    const { estimate } = alignmentToReference({ estimates, replicates: 30, chunks, count: 12 });
    const attenuated = mean(cosines(estimates, 30, reference));
    expect(estimate).toBeCloseTo(attenuated * Math.sqrt(1 + noise / signal / 12), 13);
    expect(estimate).toBeGreaterThan(attenuated);
  });

  it("is Student's interval of the cosines where the reference has no noise", () => {
    const estimates = around(25, 3, 1, stream("exact"));
    const chunks = Float64Array.from({ length: 300 }, (_, k) => [2, 1, 0][k % 3]);
    const found = alignmentToReference({ estimates, replicates: 25, chunks, count: 100 });
    const expected = meanInterval(cosines(estimates, 25, chunks.subarray(0, 3)));
    for (const side of ["estimate", "low", "high"] as const)
      expect(found[side]).toBeCloseTo(expected[side], 12);
  });

  it("is not defined where the reference is lost in noise", () => {
    const chunks = Float64Array.of(1, -1, 2, -2, 3, -3);
    const lost = { estimates: Float64Array.of(1, 2), replicates: 2, chunks, count: 6 };
    expect(alignmentToReference(lost).estimate).toBeNaN();
    const few = { ...lost, chunks: Float64Array.of(1, 2, 1, 2), count: 4 };
    expect(alignmentToReference(few).estimate).toBeCloseTo(1.5 / Math.sqrt(2.25 - 1 / 12), 13);
    expect(alignmentToReference(few).low).toBeNaN();
  });

  it.each([
    ["normal", 100, 30, 20, 4, false],
    ["skewed", 100, 40, 10, 3, true],
    ["with a good reference", 60, 60, 5, 1, false],
  ] as const)(
    "covers the alignment with the truth, %s; uncorrected, or with the reference for exact, it fails",
    (name, N, C, P, noise, skewed) => {
      const many = 100_000;
      const truth = meanVector(
        directions(around(many, P, noise, stream("truth", name), skewed), many),
        many,
      )[0];
      const draw = (random: Random) => ({
        estimates: around(N, P, noise, random, skewed),
        replicates: N,
        chunks: around(C, P, noise, random, skewed),
        count: C,
      });
      expectCovers(coverage(name, truth, (random) => alignmentToReference(draw(random)), 1000)); // standard error 0.007
      if (name === "with a good reference") return; // there the replicates make nearly all of the error
      expectFails(
        coverage(
          `uncorrected ${name}`,
          truth,
          (random) => {
            const { estimates, chunks } = draw(random);
            return meanInterval(cosines(estimates, N, meanVector(chunks, C)));
          },
          500,
        ),
      );
    },
  );
});

describe("referenceCosine", () => {
  it("is (1 + NSR/C)^−½, NaN where the signal is negative", () => {
    const chunks = Float64Array.of(3, 1, 4, 2, 2, 6, 3, 3);
    const signal = 9 - 16 / 7 / 8; // mean 3, Σ̂ = 16/7
    expect(referenceCosine(chunks, 8).estimate).toBeCloseTo(Math.sqrt(signal / 9), 13);
    expect(referenceCosine(Float64Array.of(1, -1, 2, -2, 3, -3), 6)).toMatchObject({
      estimate: Number.NaN,
      low: 0,
    });
  });

  it("covers the cosine of a reference of 30 chunks with the truth, in the mean of references", () => {
    const [C, P, noise] = [30, 20, 6];
    expectCovers(
      coverage("reference", 1 / Math.sqrt(1 + noise / C), (random) =>
        referenceCosine(around(C, P, noise, random), C),
      ),
    );
    const random = stream("references");
    const found = Float64Array.from({ length: 2000 }, () => {
      const reference = meanVector(around(C, P, noise, random), C);
      return reference[0] / Math.sqrt(dot(reference, reference));
    });
    expect(Math.abs(mean(found) - 1 / Math.sqrt(1 + noise / C))).toBeLessThan(0.01);
  });
});
