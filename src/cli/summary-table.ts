import { MEANINGLESS } from "../report/cells.ts";
import { type Column, fitTable, titled } from "../report/fit-table.ts";
import { formatValue } from "../report/table.ts";
import { exactBias, sampledBias, scaleText, turnText, zerosText } from "../report/text/bias-text.ts";
import { together } from "../report/text/wrapped.ts";
import type { Row } from "../store/snapshot.ts";
import { type Cell, isOwn, tablesOf } from "./summary-cells.ts";
import { alignmentOf, truthText } from "./summary-text.ts";

/** Columns of the table of a probe, and which leaves first where room is short. */
const COLUMNS = {
  estimator: { title: "estimator" },
  iteration: { title: "iteration", leaves: 10 }, // where cells differ in it
  batch_size: { title: "batch" },
  seeds: { title: "seeds", leaves: 7 }, // where cells differ in it
  truth_norm: { title: "‖∇J‖", leaves: 4 }, // where cells differ in it
  bias: { title: "bias", leaves: 8 },
  measured_bias: { title: "measured bias", leaves: 2 },
  turned_by: { title: "turned by" },
  scaled_by: { title: "scaled by", leaves: 5 },
  variance: { title: "variance", leaves: 6 },
  measured_variance: { title: "measured variance", leaves: 1 },
  alignment: { title: "alignment ±\u00a0s.e." },
  zeros: { title: "zeros", leaves: 3 },
  needed: { title: "batch for 0.9", leaves: 9 },
} satisfies Record<string, Column>;

type Name = keyof typeof COLUMNS;

/** The tables of a summary, and what of all columns they show. */
export interface SummaryTables {
  readonly text: string;
  /** Titles of columns that some table has no room for. */
  readonly left: readonly string[];
  /** Whether some estimator is compared with ∇J at all. */
  readonly compared: boolean;
  /** Whether some figure is measured beside others that are exact. */
  readonly mixed: boolean;
  /** Why no batch for 0.9 is known, where some table knows none. */
  readonly reasons: readonly string[];
  /** Whether some batch for 0.9 is shown. */
  readonly needed: boolean;
}

/** The batch for 0.9 of an estimator: in words, and why it is not known where it is not. */
export interface Needed {
  readonly words: string;
  readonly note: string;
}

/** Columns that are there only where cells differ in them. */
const SHARED: ReadonlySet<Name> = new Set(["seeds", "iteration", "truth_norm"]);

/**
 * A table per agent and probe, a line per estimator and batch size; estimators that are equal by construction share theirs.
 * Agents of a study that are measured by their own estimator alone have one table.
 *
 * @param rows of `estimator_over_seeds`, in the order of the study
 * @param needed by `cellOf`
 */
export const summaryTables = (
  rows: readonly Row[],
  needed: ReadonlyMap<string, Needed>,
  width: number,
): SummaryTables => {
  const tables = tablesOf(rows).map((cells) => {
    const marked = cells.some(isExact) && !cells.every(isExact);
    const lines = cells.map((cell, i) => shown(cell, cells[i - 1], needed, marked));
    const unknown = lines.filter(({ needed: words }) => words === UNKNOWN);
    const known = lines.some(({ needed: words }) => words !== UNKNOWN && words !== "" && words !== null);
    const differing = (name: Name) => lines.some((line) => line[name] !== lines[0][name]);
    const names = (Object.keys(COLUMNS) as Name[]).filter((name) =>
      name === "needed" ? known : !SHARED.has(name) || differing(name),
    );
    const columns = names.map((name) =>
      name === "estimator" && isOwn(cells) ? { title: "agent" } : COLUMNS[name],
    );
    const { text, left } = fitTable(
      columns,
      lines.map((line) => names.map((name) => line[name])),
      width,
    );
    const reasons = known ? [] : unknown.map(({ note }) => note);
    return { text: titled(titleOf(cells, differing), text, width), left, marked, known, reasons };
  });
  return {
    text: tables.map(({ text }) => text).join(""),
    left: [...new Set(tables.flatMap(({ left }) => left))],
    compared: rows.some(({ truth_norm }) => truth_norm !== null),
    mixed: tables.some(({ marked }) => marked),
    reasons: [...new Set(tables.flatMap(({ reasons }) => reasons))],
    needed: tables.some(({ known }) => known),
  };
};

const UNKNOWN = "unknown";

/** Names an estimator of a probe. */
export const cellOf = ({ study, agent, iteration }: Row, estimator: Row[string]): string =>
  `${study} ${agent} ${iteration} ${estimator}`;

/** "cliff-walking, agent A2C, iteration 100 (mean of 5 seeds), ‖∇J‖ = 11.4". */
const titleOf = (cells: readonly Cell[], differing: (name: Name) => boolean): string => {
  const [first] = cells;
  const agent = isOwn(cells) ? "each agent by its own estimator" : `agent ${first.agent}`;
  const at = differing("iteration") ? "at its last probe" : `iteration ${first.iteration}`;
  const truth = differing("truth_norm") ? "" : formatValue(truthText(first), 3);
  const where = `${first.study}, ${agent}, ${at} (${seedsOf(cells)})`;
  return truth === "" ? where : `${where}, ‖∇J‖ = ${truth}`;
};

/** "one seed", "mean of 3 seeds", or of 2 to 3 where cells lack some. */
const seedsOf = (cells: readonly Row[]): string => {
  const seeds = cells.map((cell) => Number(cell.seeds));
  const [fewest, most] = [Math.min(...seeds), Math.max(...seeds)];
  if (fewest < most) return `mean of ${fewest} to ${most} seeds`;
  return most === 1 ? "one seed" : `mean of ${most} seeds`;
};

const NOT_COMPARED = {
  alignment: MEANINGLESS,
  turned_by: MEANINGLESS,
  scaled_by: MEANINGLESS,
  needed: null,
};

const isExact = ({ exact_bias_norm }: Row): boolean => exact_bias_norm !== null;

/** What a line shows: the exact figure where there is one, else the measured one, marked where others are exact. */
const shown = (
  cell: Cell,
  before: Cell | undefined,
  needed: ReadonlyMap<string, Needed>,
  marked: boolean,
): Record<Name, unknown> & { readonly note: string } => {
  const first = cell.estimator !== before?.estimator;
  const { words, note } = needed.get(cellOf(cell, cell.first)) ?? { words: "", note: "" };
  const [bias, variance] = [sampledBias(cell), cell.total_variance];
  const measured = (value: unknown) =>
    marked && typeof value === "number" ? together(`≈ ${formatValue(value, 3)}`) : value;
  const exact = isExact(cell);
  const figures = {
    estimator: first ? String(cell.estimator).split(" = ").map(together).join(" = ") : "",
    iteration: cell.iteration,
    batch_size: cell.batch_size,
    seeds: cell.seeds,
    truth_norm: truthText(cell),
    bias: exact ? exactBias(cell) : measured(bias),
    measured_bias: exact ? bias : null,
    turned_by: together(turnText(cell)),
    scaled_by: together(scaleText(cell)),
    variance: cell.exact_total_variance ?? measured(variance),
    measured_variance: cell.exact_total_variance === null ? null : variance,
    alignment: alignmentOf(cell),
    zeros: zerosText(cell),
    needed: first ? words.replace(/\(.*\)/, together) : null,
    note,
  };
  const [noisy, nowhere] = [Number(cell.noise_truths) > 0, cell.aligned === 0];
  if (noisy && nowhere) return { ...figures, ...NOT_COMPARED };
  return cell.no_alignment !== null && nowhere ? { ...figures, needed: null } : figures;
};
