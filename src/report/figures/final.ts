import type { Interval } from "../../statistics/interval.ts";
import type { Row } from "../../store/snapshot.ts";
import { MIN_SEEDS, overSeeds } from "../comparison/comparison.ts";
import { joined } from "../drawing/agreeing.ts";
import { type ForestLine, forest } from "../drawing/forest.ts";
import { magnitudes } from "../drawing/magnitudes.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure, Panel } from "../figure.ts";
import { keyOf } from "../score-cells.ts";
import type { Selection } from "../selection.ts";
import { list } from "../text/format-number.ts";
import { intervalText } from "../text/interval-text.ts";
import { type FinalReturn, finalReturns, finalsSql, valuesOf } from "./final-rows.ts";

/** What every agent learned, with intervals over the seeds. */
export const final: Figure = {
  name: "final",
  title: "Who learned most?",
  reading:
    "Return of the last θ of every finished run (small dots) and, over an agent's seeds, the interquartile mean: the mean of the " +
    `middle half. Lines: 95 % intervals by a bootstrap over seeds. Where an agent has fewer than ${MIN_SEEDS} seeds, it is the ` +
    "mean with Student's interval. `trueslope compare` gives the same numbers, and differences with a baseline.",
  needs: "finished training of two agents or more, one of them with two seeds or more",
  sql: ({ study }) =>
    finalsSql(study, "the returns of the last θ; their means and intervals over seeds are drawn"),
  draw(rows, selection) {
    const legend = seriesIn(rows, selection.agents, "agent");
    const most = Math.max(0, ...legend.map(({ name }) => seedsOf(rows, name)));
    const moved = rows.some(({ env_steps }) => Number(env_steps) > 0);
    if (legend.length < 2 || most < 2 || !moved) return { panels: [], legend: [], findings: [] };
    const shown = finalReturns(rows).filter(({ column }) => new Set(rows.map((row) => row[column])).size > 1);
    return {
      panels: shown.map((each) => panel(each, rows, selection)),
      legend: [], // the axis has the names
      findings: shown.slice(0, 1).map((each) => finding(each, rows, selection)),
    };
  },
};

const seedsOf = (rows: readonly Row[], name: string) => rows.filter(({ agent }) => agent === name).length;

/** "iqm" where all agents have the seeds for its interval. */
const statisticOf = (rows: readonly Row[], { agents }: Selection): "iqm" | "mean" =>
  seriesIn(rows, agents, "agent").every(({ name }) => seedsOf(rows, name) >= MIN_SEEDS) ? "iqm" : "mean";

/** The same interval as `compare` gives. */
const intervalOf = (
  each: FinalReturn,
  rows: readonly Row[],
  name: string,
  selection: Selection,
): Interval => {
  const values = valuesOf(rows, name, each);
  const cell = { kind: "agent", agent: null, iteration: null, batch_size: null, better: "higher" } as const;
  const key = keyOf({ ...cell, study: selection.study, metric: each.column, name: "" });
  const none = new Float64Array(values.length);
  return overSeeds({ values, seeds: none, replicates: none }, [key])[statisticOf(rows, selection)];
};

const panel = (each: FinalReturn, rows: readonly Row[], selection: Selection): Panel => {
  const lines = joined(
    seriesIn(rows, selection.agents, "agent"),
    ({ name }) => rows.filter(({ agent }) => agent === name),
    (some, others) =>
      some.length === others.length && some.every((row, i) => row[each.column] === others[i][each.column]),
  )
    .map((line): ForestLine => {
      const interval = intervalOf(each, rows, line.name, selection);
      const values = [...valuesOf(rows, line.name, each)];
      return { ...interval, line, values, label: minus(intervalText(interval)) };
    })
    .sort((a, b) => b.estimate - a.estimate);
  const ends = lines.flatMap(({ estimate, low, high, values = [] }) =>
    [estimate, low, high, ...values].filter(Number.isFinite),
  );
  const [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  const seeds = [...new Set(lines.map(({ values = [] }) => values.length))].sort((a, b) => a - b);
  const count = seeds.length === 1 ? `${seeds[0]}` : `${seeds[0]} to ${seeds.at(-1)}`;
  return forest(
    {
      title: each.title,
      note: `${NAMES[statisticOf(rows, selection)]} of ${count} seeds, 95 %`,
      description: `${each.title} of the last θ. ${lines.map(({ line, label }) => `${line.names.join(", ")}: ${label}`).join("; ")}.`,
    },
    lines,
    { label: "return", domain: [least, greatest], ...magnitudes([least, greatest]) },
  );
};

const NAMES = { iqm: "interquartile mean", mean: "mean" } as const;

/** The agent with the highest value, and those whose intervals reach its own. */
const finding = (each: FinalReturn, rows: readonly Row[], selection: Selection): string => {
  const all = seriesIn(rows, selection.agents, "agent")
    .map(({ name }) => ({ name, ...intervalOf(each, rows, name, selection) }))
    .sort((a, b) => b.estimate - a.estimate);
  const [best, ...others] = all;
  const near = others.filter(({ high, estimate }) => (Number.isFinite(high) ? high : estimate) >= best.low);
  const said = `${best.name} learned most: ${minus(intervalText(best))} (${NAMES[statisticOf(rows, selection)]})`;
  return near.length === 0
    ? `${said}; no other interval reaches its own.`
    : `${said}; the intervals of ${list(near.map(({ name }) => name))} reach its own.`;
};

const minus = (text: string): string => text.replaceAll("-", "−");
