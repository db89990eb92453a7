import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { compareCell } from "../../src/probe/cell.ts";
import type { TrueGradient } from "../../src/truth/true-gradient.ts";
import { dot, normals } from "../numbers.ts";

const truthIs = (...gradient: number[]): TrueGradient => ({
  discount: 1,
  horizon: 1,
  stateWeight: "discounted",
  method: "exact",
  value: 0,
  norm: norm(Float64Array.from(gradient)),
  standardError: 0,
  rounding: 0,
  noise: gradient.every((x) => x === 0) ? "∇J is 0" : null,
  gradient: Float64Array.from(gradient),
});

const close = (found: Float64Array, expected: number[]) => {
  for (const [r, x] of expected.entries()) {
    if (Number.isNaN(x)) expect(found[r]).toBeNaN();
    else expect(Math.abs(found[r] - x)).toBeLessThan(1e-12);
  }
};

describe("compareCell", () => {
  it("compares every estimate with the truth and with the mean of its cell, as worked out by hand", () => {
    const cell = compareCell(Float64Array.of(3, 4, 0, 0, 0, 2), 3, truthIs(0, 5)); // mean (1, 2)
    expect(cell.finite).toEqual(Uint8Array.of(1, 1, 1));
    close(cell.norm, [5, 0, 2]);
    close(cell.dotTruth, [20, 0, 10]);
    close(cell.cosine, [0.8, 0, 1]); // an estimate of zero points nowhere
    close(cell.squaredError, [10, 25, 9]);
    close(cell.squaredDeviation, [8, 5, 1]);
    close(cell.directionDeviation, [0.16 + 0.04, 0.04 + 0.36, 0.04 + 0.16]); // mean direction (0.2, 0.6)
  });

  it("leaves estimates that are not finite out of the means", () => {
    const { NaN: nan } = Number;
    const gradients = Float64Array.of(3, 4, nan, 1, 0, 0, Infinity, 0, 0, 2);
    const cell = compareCell(gradients, 5, truthIs(0, 5));
    expect(cell.finite).toEqual(Uint8Array.of(1, 0, 1, 0, 1));
    close(cell.norm, [5, nan, 0, nan, 2]);
    close(cell.dotTruth, [20, nan, 0, nan, 10]);
    close(cell.cosine, [0.8, nan, 0, nan, 1]);
    close(cell.squaredError, [10, nan, 25, nan, 9]);
    close(cell.squaredDeviation, [8, nan, 5, nan, 1]);
    close(cell.directionDeviation, [0.2, nan, 0.4, nan, 0.2]);
  });

  it("has nothing to say where every estimate is not finite", () => {
    const cell = compareCell(Float64Array.of(Number.NaN, 0, Number.NaN, 0), 2, truthIs(1, 0));
    expect(cell.finite).toEqual(Uint8Array.of(0, 0));
    for (const column of [cell.norm, cell.cosine, cell.squaredDeviation, cell.directionDeviation])
      close(column, [Number.NaN, Number.NaN]);
  });

  it("says nothing of a truth that is not known, and has no cosine with a truth of zero", () => {
    const gradients = Float64Array.of(3, 4, 0, 2);
    const unknown = compareCell(gradients, 2, null);
    for (const column of [unknown.dotTruth, unknown.cosine, unknown.squaredError])
      close(column, [Number.NaN, Number.NaN]);
    close(unknown.squaredDeviation, [3.25, 3.25]);
    const zero = compareCell(gradients, 2, truthIs(0, 0));
    close(zero.cosine, [Number.NaN, Number.NaN]);
    close(zero.dotTruth, [0, 0]);
    close(zero.squaredError, [25, 4]);
  });

  it("yields the total variance, the bias and the mean pairwise cosine by sums over its columns", () => {
    const [R, P] = [20, 3];
    const gradients = normals(R * P, "cell");
    const truth = truthIs(0.3, -0.2, 0.5);
    const cell = compareCell(gradients, R, truth);
    const rows = Array.from({ length: R }, (_, r) => gradients.subarray(r * P, (r + 1) * P));
    const sum = (column: ArrayLike<number>) => Array.from(column).reduce((total, x) => total + x, 0);

    const mean = Float64Array.from({ length: P }, (_, j) => sum(rows.map((row) => row[j])) / R);
    const variances = Array.from(mean, (m, j) => sum(rows.map((row) => (row[j] - m) ** 2)) / (R - 1));
    expect(sum(cell.squaredDeviation) / (R - 1)).toBeCloseTo(sum(variances), 12);

    const biasSquare = sum(mean.map((m, j) => (m - truth.gradient[j]) ** 2));
    expect(sum(cell.squaredError) / R).toBeCloseTo(biasSquare + sum(cell.squaredDeviation) / R, 12);

    const cosines = rows.flatMap((a, i) => rows.slice(0, i).map((b) => dot(a, b) / norm(a) / norm(b)));
    // Σ_{i≠j} u_i·u_j = ‖Σu‖² − R and ‖Σu‖² = R (R − Σ‖u − ū‖²)
    const pairwise = (R * (R - sum(cell.directionDeviation)) - R) / (R * (R - 1));
    expect(pairwise).toBeCloseTo(sum(cosines) / cosines.length, 12);
  });
});
