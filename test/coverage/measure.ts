import type { Comparison, Contender } from "../../src/report/comparison/comparison-table.ts";
import { metrics } from "../../src/report/comparison/metrics.ts";
import type { Interval } from "../../src/statistics/interval.ts";
import { type Exact, type Scenario, simulate } from "./databases.ts";

/** How the intervals of one figure did, over all studies of a scenario. */
export interface Coverage {
  readonly scenario: string;
  readonly metric: string;
  readonly estimator: string;
  readonly batchSize: number;
  readonly figure: "mean" | "difference";
  /** Mean number of estimates that are not zero, of how many. */
  readonly nonzero: number;
  readonly estimates: number;
  readonly studies: number;
  /** Studies that show an interval. */
  readonly shown: number;
  /** Those whose interval holds the truth. */
  readonly held: number;
}

/** A wrong truth, or wrong intervals, which must be found. */
export interface Wrong {
  /** What the truth is multiplied by. */
  readonly factor?: number;
  /** What the distances of the limits from the estimate are multiplied by. */
  readonly width?: number;
}

/**
 * Does a scenario `repetitions` times and counts. Variances, errors and biases are held against the exact ones; cosines,
 * of which there is none, against the mean over all studies, whose error is 1/√repetitions of that of one.
 *
 * What is returned counts, and may be told to fail.
 */
export const measure = async (
  scenario: Scenario,
  repetitions: number,
): Promise<(wrong?: Wrong) => Coverage[]> => {
  const { comparisons, exact } = await simulate(scenario, repetitions);
  const groups = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const key = `${comparison.metric} ${comparison.batchSize}`;
    groups.set(key, [...(groups.get(key) ?? []), comparison]);
  }
  return (wrong = {}) =>
    [...groups.values()].flatMap((group) =>
      group[0].contenders.flatMap(({ name }) => {
        const all = group.map(({ contenders }) => contenders.find((each) => each.name === name)!);
        const withDifference =
          name !== scenario.baseline && (scenario.over === "seeds" || metrics[group[0].metric].replicated);
        const figures = withDifference ? (["mean", "difference"] as const) : (["mean"] as const);
        return figures.map((figure) => count(scenario, group[0], all, figure, exact, wrong));
      }),
    );
};

const count = (
  { name: scenario, baseline }: Scenario,
  { metric, batchSize }: Comparison,
  all: readonly Contender[],
  figure: Coverage["figure"],
  exact: readonly Exact[],
  { factor = 1, width = 1 }: Wrong,
): Coverage => {
  const of = (contender: Contender): Interval => contender[figure]!;
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const estimator = all[0].name;
  const exactly = (name: string) =>
    exactOf(metric, exact.find((row) => row.estimator === name && row.batchSize === batchSize)!);
  const known = exactly(estimator) - (figure === "difference" ? exactly(baseline) : 0);
  const truth = factor * (Number.isNaN(known) ? mean(all.map((each) => of(each).estimate)) : known);
  const shown = all.map(of).filter(({ low }) => !Number.isNaN(low));
  return {
    ...{ scenario, metric, estimator, batchSize: batchSize!, figure },
    nonzero: mean(all.map(({ seen }) => seen!.nonzero)),
    estimates: all[0].seen!.estimates,
    studies: all.length,
    shown: shown.length,
    held: shown.filter(
      ({ estimate, low, high }) =>
        estimate + width * (low - estimate) <= truth && truth <= estimate + width * (high - estimate),
    ).length,
  };
};

const exactOf = (metric: string, { totalVariance, squaredBias }: Exact): number => {
  if (metric === "total_variance") return totalVariance;
  if (metric === "squared_bias") return squaredBias;
  return metric === "mse" ? totalVariance + squaredBias : Number.NaN;
};
