import { describe, expect, it } from "vitest";
import type { CellCollector } from "../../src/probe/cell-collector.ts";
import { cellInChunks } from "../../src/probe/cell-in-chunks.ts";
import type { CellSums } from "../../src/probe/cell-sums.ts";
import { wholeCell } from "../../src/probe/whole-cell.ts";
import type { TrueGradient } from "../../src/truth/true-gradient.ts";
import { normals } from "../numbers.ts";

/** So long that a chunk has 64 estimates at the most. */
const P = 8192;
const truth: TrueGradient = {
  ...{ discount: 1, horizon: 1, stateWeight: "none", method: "exact", value: 0, standardError: 0 },
  ...{ rounding: 0, noise: null, norm: Math.sqrt(P), gradient: new Float64Array(P).fill(1) },
};
const noise = normals(P, "noise");

/** Estimate r: of another length and direction each, one in fifty 0, and one not finite. */
const estimate = (r: number, out: Float64Array): void => {
  if (r % 50 === 7) return;
  for (let j = 0; j < P; j++) out[j] = 1 + 5 * noise[(j + 17 * r) % P] + r / 100;
  if (r % 50 === 9) out[3] = Number.POSITIVE_INFINITY;
};

const filled = (cell: CellCollector, count: number, first = 0) => {
  for (let r = first; r < first + count; r++) {
    estimate(r, cell.place());
    cell.add(10 + (r % 3));
  }
  return cell.finish();
};

const R = 200; // four chunks
const whole = filled(wholeCell(R, P, truth), R);
const chunked = (kept: number) => filled(cellInChunks({ drawn: R, kept, parameters: P }, truth), R);

/** The largest difference of sums, relative to their size. */
const difference = (a: CellSums, b: CellSums): number => {
  const { mean, cosineBins, ...numbers } = a;
  const relative = (x: number, y: number) => Math.abs(x - y) / (Math.max(Math.abs(x), Math.abs(y)) || 1);
  return Math.max(
    ...Object.entries(numbers).map(([name, x]) => relative(x, b[name as keyof typeof numbers])),
    ...cosineBins.map((x, i) => relative(x, b.cosineBins[i])),
    ...mean.map((x, j) => relative(x, b.mean[j])),
  );
};

describe("a cell in chunks", () => {
  it("has the sums, the mean and the bias of the whole cell, up to rounding", () => {
    const { sums, bias, columns } = chunked(0);
    expect(sums).toMatchObject({ replicates: R, finite: R - 4, nonzero: R - 8, cosines: R - 4 });
    expect(difference(sums, whole.sums)).toBeLessThan(1e-12);
    expect(bias).toEqual(whole.bias); // so few estimates are groups of one
    expect(columns.gradients).toHaveLength(0);
  });

  it("would be found to differ if deviations were from the means of its chunks", () => {
    const parts = [0, 50, 100, 150].map((first) => filled(wholeCell(50, P, truth), 50, first).sums);
    const sum = parts.reduce((total, { squaredDeviation }) => total + squaredDeviation, 0);
    expect(Math.abs(sum / whole.sums.squaredDeviation - 1)).toBeGreaterThan(1e-3);
  });

  it("keeps the first estimates, with their deviations from the mean of all", () => {
    const { columns } = chunked(70);
    for (const [name, column] of Object.entries(columns)) {
      const all = whole.columns[name as keyof typeof columns];
      const expected = all.subarray(0, name === "gradients" ? 70 * P : 70);
      expect(column, name).toHaveLength(expected.length);
      for (let i = 0; i < column.length; i++)
        if (!Object.is(column[i], expected[i]))
          expect(Math.abs(column[i] / expected[i] - 1), `${name} ${i}`).toBeLessThan(1e-12);
    }
  });

  it("tells the scatter of deviations by the first estimates, and the bias by groups, where it has more", () => {
    const many = 300; // of 256 that are shown
    const all = filled(wholeCell(many, P, truth), many);
    const { sums, bias, shown } = filled(cellInChunks({ drawn: many, kept: 0, parameters: P }, truth), many);
    expect(shown.finite).toHaveLength(256);
    const { squaredDeviationScatter: _, agreementScatter: __, ...exact } = sums;
    expect(difference(exact as CellSums, all.sums)).toBeLessThan(1e-12);
    expect(sums.agreementScatter).not.toBe(all.sums.agreementScatter);
    expect(sums.agreementScatter).toBeGreaterThan(0);
    // the mean of groups is that of the estimates, but that groups have one estimate more or less
    expect(Math.abs(bias!.scaledBy.estimate / all.bias!.scaledBy.estimate - 1)).toBeLessThan(0.05);
  });
});
