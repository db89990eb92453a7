import { describe, expect, it } from "vitest";
import { normal, stream } from "../../../src/random.ts";
import { expectedCosine } from "../../../src/statistics/alignment/expected-cosine.ts";
import { agreementOf, alignmentOf } from "../../../src/statistics/alignment/noise.ts";

/** Mean cosine of normal vectors with independent coordinates, and its standard error. */
const simulated = (
  mean: number[],
  variances: number[],
  unit: number[],
  draws = 200_000,
): [number, number] => {
  const random = stream("test", "expected-cosine", mean.length);
  let [sum, square] = [0, 0];
  for (let i = 0; i < draws; i++) {
    let [dot, size] = [0, 0];
    for (let j = 0; j < mean.length; j++) {
      const x = mean[j] + Math.sqrt(variances[j]) * normal(random);
      dot += x * unit[j];
      size += x * x;
    }
    const cosine = dot / Math.sqrt(size);
    sum += cosine;
    square += cosine * cosine;
  }
  return [sum / draws, Math.sqrt((square / draws - (sum / draws) ** 2) / draws)];
};

describe("expectedCosine", () => {
  it("is erf(1/√(2s)) in one dimension", () => {
    expect(expectedCosine([{ variance: 1, mean: 1, product: 1 }])).toBeCloseTo(0.682689492137, 9);
    expect(expectedCosine([{ variance: 0.25, mean: 1, product: 1 }])).toBeCloseTo(0.954499736104, 9);
    expect(expectedCosine([{ variance: 1e-8, mean: 1, product: 1 }])).toBeCloseTo(1, 7);
  });

  it("equals a simulation with any covariance and any mean (|z| < 4)", () => {
    const mean = [0.2, -0.3, 0.4, 0.1, 1];
    const variances = [0.5, 0.1, 0.02, 0.3, 1.2];
    const raw = [0.8, 0.1, -0.2, 0.3, 0.3];
    const unit = raw.map((x) => x / Math.hypot(...raw));
    const exact = expectedCosine(
      variances.map((variance, j) => ({ variance, mean: mean[j], product: mean[j] * unit[j] })),
    );
    const [found, error] = simulated(mean, variances, unit);
    expect(Math.abs(found - exact) / error).toBeLessThan(4);
    const wrong = expectedCosine(
      variances.map((variance, j) => ({
        variance: 1.1 * variance,
        mean: mean[j],
        product: mean[j] * unit[j],
      })),
    );
    expect(Math.abs(found - wrong) / error).toBeGreaterThan(4);
  });

  it("refuses a vector that is always 0", () => {
    expect(() => expectedCosine([{ variance: 0 }])).toThrow(RangeError);
  });
});

describe("alignmentOf", () => {
  it("agrees to 0.005 with one mode for each eigenvalue, where they differ tenfold", () => {
    for (const scale of [0.01, 0.05, 0.2, 1]) {
      const variances = Array.from({ length: 12 }, (_, j) => scale * 10 ** (-j / 11));
      const along = 0.8 * scale;
      const across = variances.reduce((sum, x) => sum + x, 0);
      const dimension = across ** 2 / variances.reduce((sum, x) => sum + x * x, 0);
      const slow = expectedCosine([
        { variance: along, mean: 1, product: 1 },
        ...variances.map((variance) => ({ variance })),
      ]);
      const fast = alignmentOf({ cosine: 1, along, across, dimension });
      expect(Math.abs(fast - slow)).toBeLessThan(0.005);
    }
  });

  it("has the expansion c (1 + w)^−½ [1 + ¾ (w²/r)/(1 + w)² − (3/2) s w/(1 + w)²]", () => {
    const [c, s, w, r] = [0.97, 0.02, 0.1, 8];
    const series =
      (c / Math.sqrt(1 + w)) * (1 + (0.75 * w * w) / r / (1 + w) ** 2 - (1.5 * s * w) / (1 + w) ** 2);
    expect(alignmentOf({ cosine: c, along: s, across: w, dimension: r })).toBeCloseTo(series, 3);
  });

  it("is 0 in endless noise and the cosine without any; agreement is its square", () => {
    expect(alignmentOf({ cosine: 0.5, along: 0, across: Number.POSITIVE_INFINITY, dimension: 3 })).toBe(0);
    expect(alignmentOf({ cosine: 0.5, along: 0, across: 0, dimension: 1 })).toBeCloseTo(0.5, 9);
    const noise = { cosine: 0.5, along: 0.1, across: 0.4, dimension: 3 };
    expect(agreementOf(noise)).toBeCloseTo(4 * alignmentOf(noise) ** 2, 12);
  });
});
