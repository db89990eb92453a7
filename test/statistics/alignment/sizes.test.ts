import { describe, expect, it } from "vitest";
import { stream } from "../../../src/random.ts";
import { type CellSummary, summarizeCell } from "../../../src/statistics/alignment/cell-summary.ts";
import { departureAt } from "../../../src/statistics/alignment/departure.ts";
import { forecastSizes } from "../../../src/statistics/alignment/forecast-sizes.ts";
import { alignmentOf, averaged, type Noise } from "../../../src/statistics/alignment/noise.ts";
import { normalRows, truthOf } from "./cell.ts";

const TARGET = 0.9;

/** Cells of an estimate of (1, 0, 0) with the variance a/n + b across and the bias `turn` in a coordinate. */
const cellsOf = (sizes: readonly number[], a: number, b: number, turn = 0): CellSummary[] =>
  sizes.map((batchSize) => {
    const deviation = Math.sqrt(a / batchSize + b);
    const rows = normalRows(4000, [1, turn, 0], [0.1, deviation, deviation], batchSize, a, b);
    return summarizeCell(rows, {
      ...{
        batchSize,
        truth: truthOf([1, 0, 0]),
        unbiased: false,
        averages: false,
        target: TARGET,
        larger: [],
      },
      random: stream("test", "sizes", batchSize),
    })!;
  });

const foretold = (sizes: readonly number[], a: number, b: number, turn = 0) =>
  forecastSizes({ cells: cellsOf(sizes, a, b, turn), parameters: 3, fewest: 1, batchSizes: sizes }, TARGET);

/** n at which the normal law of such estimates reaches it. */
const reaches = (a: number, b: number): number => {
  const at = (n: number) => alignmentOf({ cosine: 1, along: 0.01, across: 2 * (a / n + b), dimension: 2 });
  let n = 1;
  while (at(n) < TARGET) n *= 1.001;
  return n;
};

describe("a fit of a/n + b by two batch sizes", () => {
  it("tells the batch within its interval and 10 %, which 1/n from the larger one does not", () => {
    const { verdict, trajectories, method } = foretold([8, 32], 4, 0.05);
    expect({ verdict, method }).toEqual({ verdict: "reached", method: "fitted" });
    const n = reaches(4, 0.05);
    expect(Math.abs(Math.log(trajectories!.value / n))).toBeLessThan(0.1);
    expect(trajectories!.low).toBeLessThan(n);
    expect(trajectories!.high).toBeGreaterThan(n);
    expect(Math.abs(Math.log(reaches(4 + 32 * 0.05, 0) / n))).toBeGreaterThan(0.1);
  });

  it("never reaches it where the noise or the bias that stays is too large", () => {
    expect(foretold([8, 32], 4, 0.5).verdict).toBe("never");
    expect(foretold([8, 32], 4, 0, 0.7).verdict).toBe("never");
  });

  it("interpolates between sizes on either side, within a few percent", () => {
    const { method, trajectories } = foretold([8, 64], 4, 0.02);
    expect(method).toBe("measured");
    expect(Math.abs(Math.log(trajectories!.value / reaches(4, 0.02)))).toBeLessThan(0.1);
  });
});

it("says nothing of how well a prediction is known where the mean is lost without some of the replicates", () => {
  const sizes = [8, 16, 32];
  const input = (cells: CellSummary[]) => ({ cells, parameters: 3, fewest: 1, batchSizes: sizes });
  const cells = cellsOf(sizes, 4, 0.05);
  const lost = cells.map((cell) => ({
    ...cell,
    without: cell.without.map((each, k) => (k === 0 ? undefined : each)),
  }));
  for (const { alignment } of forecastSizes(input(lost), TARGET).predictions)
    expect([alignment.low, alignment.high]).toEqual([-1, 1]); // not NaN, which no database takes
  for (const { alignment } of forecastSizes(input(cells), TARGET).predictions)
    expect(alignment.high - alignment.low).toBeLessThan(0.2);
});

describe("departureAt", () => {
  const one: Noise = { cosine: 1, along: 2, across: 20, dimension: 3 };
  const law = (n: number) => averaged(one, n);
  /** A cell that is aligned as the law says of e^shift times its size. */
  const cell = (batchSize: number, shift: number, standardError = 0.0005): CellSummary => ({
    ...{ batchSize, count: 1000, standardError, zeros: 0, noise: undefined, without: [], means: [] },
    alignment: alignmentOf(law(batchSize * Math.exp(shift))),
  });

  it("is what cells on both sides show, between them", () => {
    const { shift, error, within } = departureAt([cell(32, 0.4), cell(128, 0.2)], law, 60, 1);
    expect(Math.abs(shift - 0.3)).toBeLessThan(0.05);
    expect(error).toBeLessThan(0.1);
    expect(within).toBe(true);
  });

  it("fades in larger batches, and is known the less the farther from what is measured below", () => {
    const at = (n: number) => departureAt([cell(32, 0.4)], law, n, 1);
    expect(at(3200).shift).toBeLessThan(0.1);
    expect(at(3200).within).toBe(false);
    expect(at(32).error).toBeLessThan(at(16).error);
    expect(at(16).error).toBeLessThan(at(4).error);
  });

  it("is 0 with the error that is stated where nothing tells", () => {
    expect(departureAt([], law, 50, 1)).toEqual({ shift: 0, error: 0.2, within: false, byLaw: 1 });
  });
});
