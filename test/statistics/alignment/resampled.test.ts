import { describe, expect, it } from "vitest";
import { stream } from "../../../src/random.ts";
import { cellNoise } from "../../../src/statistics/alignment/cell-noise.ts";
import { effectiveDimension } from "../../../src/statistics/alignment/dimension.ts";
import { expectedCosine } from "../../../src/statistics/alignment/expected-cosine.ts";
import { corrected, mostAveraged, resampled } from "../../../src/statistics/alignment/resampled.ts";
import { normalRows, truthOf } from "./cell.ts";

const MEAN = [1, 0, 0, 0];
const DEVIATIONS = [1, 2, 1.5, 0.5];

/** E cos of the mean of m of them. */
const exact = (m: number): number =>
  expectedCosine(
    DEVIATIONS.map((deviation, j) => ({ variance: deviation ** 2 / m, mean: MEAN[j], product: MEAN[j] })),
  );

describe("means of m estimates, drawn without replacement", () => {
  it("are aligned as estimates of m times the trajectories (|z| < 4, 16 samples of 640), and not as those of 1.3 m", () => {
    const [m, samples] = [8, 16];
    const found = Array.from({ length: samples }, (_, i) =>
      resampled(normalRows(640, MEAN, DEVIATIONS, i), m, truthOf(MEAN), 2, stream("test", "resampled", i)),
    );
    const mean = found.reduce((sum, { alignment }) => sum + alignment, 0) / samples;
    const error =
      Math.sqrt(found.reduce((sum, { alignmentError }) => sum + alignmentError ** 2, 0)) / samples;
    expect(Math.abs(mean - exact(m)) / error).toBeLessThan(4);
    expect(Math.abs(mean - exact(1.3 * m)) / error).toBeGreaterThan(4);
  });

  it("are of N/32 estimates at most, and of one at least", () => {
    expect([10, 32, 640].map((count) => mostAveraged({ vectors: new Float64Array(0), count }))).toEqual([
      1, 1, 20,
    ]);
  });

  it("are corrected by no more than chance explains", () => {
    const found = {
      averages: 8,
      alignment: 0.5,
      alignmentError: 0.02,
      normal: 0.48,
      normalError: 0.01,
      weight: 0.5,
    };
    const shown = { ...found, standardError: 0.01 };
    expect(corrected(shown, 0.5)).toBeCloseTo(0.51, 12);
    expect(corrected(shown, 0.9)).toBeCloseTo(0.5 + 0.5 * 0.027, 12); // 2.5 standard errors and 0.002
  });
});

describe("effectiveDimension", () => {
  it("is (tr Σ)²/tr Σ² of the noise across a vector", () => {
    const squares = DEVIATIONS.slice(1).map((deviation) => deviation ** 2);
    const r = squares.reduce((a, b) => a + b) ** 2 / squares.reduce((a, b) => a + b * b, 0);
    const found = effectiveDimension(normalRows(4000, MEAN, DEVIATIONS, "r"), Float64Array.from(MEAN));
    expect(Math.abs(found / r - 1)).toBeLessThan(0.1);
    expect(Math.abs(found / 3 - 1)).toBeGreaterThan(0.1); // the plain number of directions is wrong
  });

  it("is 1 where there is nothing to tell", () => {
    expect(effectiveDimension(normalRows(100, [1, 0], [1, 1], "two"), Float64Array.of(1, 0))).toBe(1);
    expect(effectiveDimension(normalRows(100, [1, 0, 0], [0, 0, 0], "none"), Float64Array.of(1, 0, 0))).toBe(
      1,
    );
  });
});

describe("a cell beside a reference with noise", () => {
  // the noise along the truth is taken off too, though it turns nothing: one part in P of the correction too much
  it("loses to the noise a tenth at most of what it loses uncorrected (20 parameters, 200 references)", () => {
    const gradient = Array.from({ length: 20 }, (_, j) => (j === 0 ? 1 : 0));
    const rows = normalRows(
      400,
      gradient,
      gradient.map(() => 0.3),
      "cell",
    );
    const noise = 0.1; // of each coordinate; √20 of that as a norm
    const lost = (standardError: number) => {
      let sum = 0;
      for (let i = 0; i < 200; i++) {
        const { vectors } = normalRows(
          1,
          gradient,
          gradient.map(() => noise),
          "reference",
          i,
        );
        sum += cellNoise(rows, 1, truthOf([...vectors], standardError), true).alignment;
      }
      return cellNoise(rows, 1, truthOf(gradient), true).alignment - sum / 200;
    };
    expect(lost(0)).toBeGreaterThan(0.03);
    expect(Math.abs(lost(noise * Math.sqrt(20)))).toBeLessThan(0.1 * lost(0));
  });
});
