import type { Row } from "../store/snapshot.ts";
import { CORRECTED_ERROR } from "./corrected-error.ts";
import type { Selection } from "./selection.ts";
import { exactBias, sampledBias, scaleText, turnText, zerosText } from "./text/bias-text.ts";
import { formatNumber } from "./text/format-number.ts";
import { literal } from "./text/literal.ts";

/** Stands for a figure that means nothing. */
export const MEANINGLESS = "–";

/** Headings of the table of cells, by column of its query. */
export const CELL_COLUMNS: Readonly<Record<string, string>> = {
  agent: "agent",
  iteration: "iteration",
  estimator: "estimator",
  batch_size: "batch size",
  seeds: "seeds",
  truth_norm: "‖∇J‖",
  truth_standard_error: "± s.e. of ∇J",
  mean_cosine: "alignment",
  mean_cosine_se: "± s.e.",
  corrected_cosine: "corrected alignment",
  corrected_cosine_se: "± its s.e.",
  cosine_of_mean: "cosine of mean",
  bias_norm: "bias",
  exact_bias_norm: "exact bias",
  turned_by: "turned by",
  scaled_by: "scaled by",
  norm_ratio: "norm ratio",
  total_variance: "variance",
  exact_total_variance: "exact variance",
  nonzero: "zeros",
  non_finite: "not finite",
  no_alignment: "not aligned",
};

/** Columns that the text of others is made of, or that a sentence says. */
const BEHIND = [
  ...[
    "squared_bias",
    "squared_bias_low",
    "squared_bias_high",
    "turned_by_low",
    "turned_by_high",
    "exact_turned_by",
  ],
  ...["scaled_by_low", "scaled_by_high", "exact_scaled_by", "replicates", "aligned", "noise_truths"],
];

/** Columns that are more than a column of the view. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  truth_standard_error: "nullif(truth_standard_error, 0) AS truth_standard_error",
  corrected_cosine_se: `${CORRECTED_ERROR} AS corrected_cosine_se`,
};

/** All cells of a study: means over the seeds; the standard error of ∇J and what is corrected for it only where it has one. */
export const cellsSql = ({ study, wanted: { agent, iteration } }: Selection): string =>
  `/* every cell: means over the seeds */
SELECT ${[...Object.keys(CELL_COLUMNS), ...BEHIND]
    .map((column) => EXPRESSIONS[column] ?? column)
    .join(", ")
    .replace(
      /, (truth_norm|corrected_cosine|\(SELECT|cosine_of_mean|norm_ratio|no_alignment|scaled_by_low)\b/g,
      ",\n  $1",
    )}
FROM estimator_over_seeds AS v
WHERE study = ${literal(study)}${agent === undefined ? "" : ` AND agent = ${literal(agent)}`}${iteration === undefined ? "" : ` AND iteration = ${iteration}`}
ORDER BY agent, iteration, estimator, batch_size`;

/** Rows in the order of the study. */
export const inStudyOrder = (rows: readonly Row[], { agents, estimators }: Selection): Row[] => {
  const [agentOrder, estimatorOrder] = [[...agents.keys()], [...estimators.keys()]];
  return [...rows].sort(
    (a, b) =>
      agentOrder.indexOf(String(a.agent)) - agentOrder.indexOf(String(b.agent)) ||
      Number(a.iteration ?? 0) - Number(b.iteration ?? 0) ||
      estimatorOrder.indexOf(String(a.estimator)) - estimatorOrder.indexOf(String(b.estimator)) ||
      Number(a.batch_size ?? 0) - Number(b.batch_size ?? 0),
  );
};

const COSINES = new Set([
  "mean_cosine",
  "mean_cosine_se",
  "corrected_cosine",
  "corrected_cosine_se",
  "cosine_of_mean",
]);

/** Whether a column stands in a table of its own accord, and says something of some row. */
export const isShown = (rows: readonly Row[], column: string): boolean =>
  !BEHIND.includes(column) &&
  rows.some((row) => row[column] !== null && !(column === "non_finite" && row[column] === 0)) &&
  (column !== "nonzero" || rows.some((row) => shownValue(row, column) !== ""));

/** A value as text, with what stands behind it: bias and its two parts with their intervals, the exact ones where they are. */
export const shownValue = (row: Row, column: string): string => {
  const value = row[column];
  if (column === "bias_norm" && row.squared_bias !== undefined) return asText(sampledBias(row));
  if (column === "exact_bias_norm") return asText(exactBias(row));
  if (column === "turned_by") return withMinus(turnText(row));
  if (column === "scaled_by") return withMinus(scaleText(row));
  if (column === "nonzero") return zerosText(row);
  if (typeof value !== "number") return value ?? "";
  return COSINES.has(column) ? withMinus(value.toFixed(3)) : formatNumber(value);
};

const asText = (value: Row[string]): string =>
  typeof value === "number" ? formatNumber(value) : withMinus(value ?? "");

const withMinus = (text: string): string => text.replaceAll("-", "−");

/** "0.912 ± 0.003": the alignment, corrected where ∇J is a reference, with its standard error; why there is none. */
export const shownAlignment = (row: Row): string => {
  const column = typeof row.corrected_cosine === "number" ? "corrected_cosine" : "mean_cosine";
  if (typeof row[column] === "number")
    return `${shownValue(row, column)} ± ${shownValue(row, `${column}_se`)}`;
  return Number(row.noise_truths) > 0 ? MEANINGLESS : String(row.no_alignment ?? "");
};
