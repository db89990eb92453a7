import { describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { holm } from "../../src/statistics/holm.ts";

describe("holm", () => {
  it("multiplies the smallest by m, the next by m − 1, and never falls", () => {
    const adjusted = holm(Float64Array.of(0.04, 0.01, 0.03, 0.8));
    expect(Array.from(adjusted)).toEqual([0.09, 0.04, 0.09, 0.8]);
    expect(Array.from(holm(Float64Array.of(0.5, 0.9, 0.6)))).toEqual([1, 1, 1]);
    expect(Array.from(holm(Float64Array.of(0.03)))).toEqual([0.03]);
  });

  it("errs anywhere in a twentieth of all families of tests, where unadjusted p-values err in most", () => {
    const random = stream("holm");
    const N = 4000;
    let [adjusted, plain] = [0, 0];
    for (let i = 0; i < N; i++) {
      const p = Float64Array.from({ length: 20 }, () => random.next());
      if (holm(p).some((value) => value < 0.05)) adjusted++;
      if (p.some((value) => value < 0.05)) plain++;
    }
    expect(Math.abs(adjusted / N - (1 - 0.9975 ** 20)) / Math.sqrt((0.05 * 0.95) / N)).toBeLessThan(4); // |z|
    expect(plain / N).toBeGreaterThan(0.6);
  });
});
