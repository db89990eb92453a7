import type { Interval } from "../../statistics/interval.ts";
import type { Row } from "../../store/snapshot.ts";
import { type Column, type FittedTable, fitTable, noRoomFor, titled } from "../fit-table.ts";
import { isRare, MIN_NONZERO, type Seen, seenText } from "../rare.ts";
import { notNegative, scaleText, turnText } from "../text/bias-text.ts";
import { intervalText } from "../text/interval-text.ts";
import { together } from "../text/wrapped.ts";
import { MIN_SEEDS } from "./comparison.ts";
import { metrics } from "./metrics.ts";

/** One agent or estimator of a comparison; its point estimates are those of the views. */
export interface Contender {
  readonly name: string;
  readonly seeds: number;
  /** Its estimates; null where the metric is no mean over them. */
  readonly seen: Seen | null;
  readonly mean: Interval;
  readonly median: Interval;
  readonly iqm: Interval;
  /** Seeds that it shares with the baseline. */
  readonly pairs: number;
  /** Mean of value − value of the baseline over those; null for the baseline itself, as is what follows. */
  readonly difference: Interval | null;
  /** P(better than the baseline). */
  readonly improvement: Interval | null;
  /** Over replicates, of squared_bias: the norm of a bias that would have been seen; else null. */
  readonly detectable: number | null;
  /** Over replicates, of mean_cosine: ‖E g‖/‖G‖; else null. */
  readonly normRatio: Interval | null;
  /** Of a bias: how far E g is turned and scaled, a row of `estimator_over_seeds`; else null. */
  readonly parts: Row | null;
}

/** All that compete by one metric: the agents of a study, or the estimators of a probe at one batch size. */
export interface Comparison {
  readonly study: string;
  readonly kind: "agent" | "estimator";
  /** The agent at whose θ estimators were probed, the iteration of the probe and the batch size; null for agents. */
  readonly agent: string | null;
  readonly iteration: number | null;
  readonly batchSize: number | null;
  readonly metric: string;
  readonly better: "higher" | "lower";
  readonly baseline: string;
  /** What the intervals of mean and difference are over. */
  readonly over: "seeds" | "replicates";
  readonly contenders: readonly Contender[];
}

/** A table per study, metric and probe, its batch sizes below each other. @param width as of `fitTable` */
export const comparisonTables = (
  comparisons: readonly Comparison[],
  width = Number.POSITIVE_INFINITY,
): FittedTable => {
  const tables = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const title = titleOf(comparison);
    tables.set(title, [...(tables.get(title) ?? []), comparison]);
  }
  const fitted = [...tables].map(([title, parts]) => ({ title, ...table(parts, width) }));
  return {
    text: fitted.map(({ title, text }) => titled(title, text, width)).join(""),
    left: [...new Set(fitted.flatMap(({ left }) => left))],
  };
};

const titleOf = ({ study, kind, agent, iteration, metric, better, over, contenders }: Comparison): string => {
  const what = kind === "agent" ? "agents" : `agent ${agent}, iteration ${iteration}`;
  const numbers = contenders.map((each) => each.seeds);
  const [fewest, most] = [Math.min(...numbers), Math.max(...numbers)];
  const units = most === 1 ? "one seed" : `${fewest < most ? `${fewest} to ` : ""}${most} seeds`;
  return `${study}, ${what}: ${metric} (${better} is better), ${over === "seeds" ? units : `replicates of ${units}`}`;
};

/** A column of contenders, as far as it is there. */
interface ContenderColumn extends Column {
  readonly of: (contender: Contender) => unknown;
  readonly there?: boolean;
}

const table = (parts: readonly Comparison[], width: number): FittedTable => {
  const [{ kind, baseline, over, metric }] = parts;
  const text = metric === "squared_bias" ? notNegative : intervalText;
  const overSeeds = over === "seeds";
  const all = parts.flatMap(({ contenders }) => contenders);
  const columns: readonly ContenderColumn[] = [
    { title: kind, of: ({ name }) => name.split(" = ").map(together).join(" = ") },
    {
      title: "seeds",
      leaves: 5,
      there: all.some(({ seeds }) => seeds !== all[0].seeds),
      of: ({ seeds }) => seeds,
    },
    { title: "not zero", leaves: 4, there: all.some(hasZeros), of: ({ seen }) => seenText(seen) },
    { title: MEAN, of: ({ mean }) => text(mean) },
    { title: "median [95\u00a0%]", leaves: 1, there: overSeeds, of: ({ median }) => text(median) },
    { title: "IQM [95\u00a0%]", leaves: 7, there: overSeeds, of: ({ iqm }) => text(iqm) },
    {
      title: "bias seen from",
      leaves: 6,
      of: ({ detectable }) => (Number.isNaN(detectable) ? null : detectable),
    },
    {
      title: "turned by",
      leaves: 8,
      there: metric !== "turned_by",
      of: ({ parts: own }) => (own === null ? "" : turnText(own)),
    },
    { title: "scaled by", leaves: 3, of: ({ parts: own }) => (own === null ? "" : scaleText(own)) },
    {
      title: "norm ratio [95\u00a0%]",
      leaves: 2,
      of: ({ normRatio }) => (normRatio === null ? "" : notNegative(normRatio)),
    },
    {
      title: `minus ${baseline} [95\u00a0%]`,
      of: ({ difference, mean }) =>
        difference === null ? "baseline" : intervalText(withoutRounding(difference, mean)),
    },
    {
      title: `P(better than\u00a0${together(baseline)})`,
      leaves: 9,
      there: overSeeds,
      of: ({ improvement }) => (improvement === null ? "" : intervalText(improvement)),
    },
  ];
  const shown = columns.filter(({ there = true }) => there);
  const lines = parts.flatMap(({ batchSize, contenders }) =>
    contenders.map((each, i) => [
      i === 0 ? batchSize : "",
      ...shown.map(({ of }) => {
        const value = of(each);
        return typeof value === "string" ? value.replace(/\[.*\]/, together) : value;
      }),
    ]),
  );
  return fitTable([{ title: "batch" }, ...shown], lines, width);
};

const MEAN = "mean [95\u00a0%]";

const hasDetectable = ({ detectable }: Contender): boolean =>
  detectable !== null && !Number.isNaN(detectable);
const hasZeros = ({ seen }: Contender): boolean => seen !== null && seen.nonzero < seen.estimates;
const hasNormRatio = ({ normRatio }: Contender): boolean => normRatio !== null;

/** A difference; 0 where it is no more than the rounding of sums as large as the mean. */
const withoutRounding = (difference: Interval, { estimate }: Interval): Interval => {
  const { low, high } = difference;
  const size = Math.max(Math.abs(difference.estimate), Math.abs(low) || 0, Math.abs(high) || 0);
  if (!(size < 1e-12 * Math.abs(estimate))) return difference;
  return { estimate: 0, low: 0 * low, high: 0 * high };
};

/** What the columns mean, as far as they are there: a text each. @param left columns that are not */
export const comparisonNotes = (
  comparisons: readonly Comparison[],
  left: readonly string[] = [],
): string[] => {
  const over = new Set(comparisons.map((each) => each.over));
  const all = comparisons.flatMap(({ contenders }) => contenders);
  const fewest = Math.min(...all.map(({ seeds }) => seeds));
  return [
    "Differences are paired: by seed, or by replicate, whose trajectories all estimators share.",
    over.has("seeds") &&
      !left.some((title) => title.startsWith("P(")) &&
      "P(better than …): one of its seeds against one of the baseline's, ties as halves; as if they were independent.",
    over.has("seeds") &&
      fewest < MIN_SEEDS &&
      `Intervals of median and IQM (the mean of the middle half) take at least ${MIN_SEEDS} seeds.`,
    over.has("replicates") && "Over replicates, intervals are for these seeds' θ, not for other seeds.",
    all.some(({ seen }) => isRare(seen)) &&
      `No interval is shown of fewer than ${MIN_NONZERO} estimates that are not zero: what it rests on was hardly seen.`,
    all.some(hasDetectable) &&
      !left.includes("bias seen from") &&
      "Bias seen from: the norm of a bias whose interval would leave out zero in four of five such probes.",
    comparisons.some(({ metric }) => metric === "squared_bias") &&
      "≤: no bias was seen in the noise; its square is at most that.",
    all.some(({ parts }) => parts !== null) &&
      "A bias is two things: E g is ∇J turned by an angle, and scaled by E g·∇J/‖∇J‖²; exact where there is no interval, else over replicates, for these seeds' θ.",
    all.some(hasNormRatio) &&
      "Norm ratio: ‖E g‖/‖G‖ without the noise of the mean; a cosine cannot see scale.",
    comparisons.some(({ over, metric }) => over === "replicates" && !metrics[metric]?.replicated) &&
      "Only differences of means over replicates have an interval.",
    left.length > 0 && noRoomFor(left),
  ].filter((line) => line !== false);
};
