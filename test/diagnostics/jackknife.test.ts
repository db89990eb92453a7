import { describe, expect, it } from "vitest";
import { jackknife, perStep } from "../../src/diagnostics/variance/jackknife.ts";
import { stepSums } from "../../src/diagnostics/variance/step-sums.ts";
import { normal } from "../../src/random.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import { draws } from "./known-critics.ts";

describe("jackknife", () => {
  it("gives a mean its usual standard error", () => {
    const sums = Float64Array.of(1, 3, 1, -2, 1, 7, 1, 4);
    const { value, standardError } = jackknife(sums, 2, perStep);
    expect(value).toBe(3);
    expect(standardError).toBeCloseTo(Math.sqrt((0 + 25 + 16 + 1) / 3 / 4), 14);
  });

  it("gives a ratio the standard error that its estimates have, and not that of independent steps", () => {
    const random = draws("ratio");
    const units = 50;
    const values: number[] = [];
    const errors: number[] = [];
    const wrong: number[] = [];
    for (let r = 0; r < 800; r++) {
      const sums = new Float64Array(2 * units);
      let steps = 0;
      for (let u = 0; u < units; u++) {
        const T = 1 + Math.floor(9 * random.next());
        sums[2 * u] = T;
        sums[2 * u + 1] = T * (1 + normal(random)); // the steps of a unit are all alike
        steps += T;
      }
      const { value, standardError } = jackknife(sums, 2, perStep);
      values.push(value);
      errors.push(standardError);
      wrong.push(1 / Math.sqrt(steps));
    }
    const spread = Math.sqrt(variance(Float64Array.from(values)));
    expect(mean(Float64Array.from(errors)) / spread).toBeCloseTo(1, 1); // to 0.05; the spread is known to 2.5 %
    expect(mean(Float64Array.from(wrong)) / spread).toBeLessThan(0.7);
  });

  it("knows no error of a single unit", () => {
    expect(jackknife(Float64Array.of(2, 6), 2, perStep)).toEqual({ value: 3, standardError: Number.NaN });
  });
});

describe("step sums", () => {
  const batch = { trajectories: 4, groupSize: 1, offsets: Int32Array.of(0, 2, 3, 6, 7) };
  const column = Float64Array.of(1, 2, 3, 4, 5, 6, 7);

  it("are of each trajectory, or of each group of them", () => {
    expect([...stepSums(batch, column)]).toEqual([2, 3, 1, 3, 3, 15, 1, 7]);
    const squares = column.map((x) => x * x);
    expect([...stepSums({ ...batch, groupSize: 2 }, column, squares)]).toEqual([3, 6, 14, 4, 22, 126]);
  });
});
