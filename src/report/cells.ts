import type { Row } from "../store/snapshot.ts";
import { CORRECTED_ERROR } from "./corrected-error.ts";
import { formatNumber } from "./format-number.ts";
import { literal } from "./literal.ts";
import type { Selection } from "./selection.ts";
import { MEANINGLESS, truthVanishes } from "./vanishing-truth.ts";

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
  norm_ratio: "norm ratio",
  bias_norm: "bias",
  bias_noise: "bias by noise",
  exact_bias_norm: "exact bias",
  total_variance: "variance",
  exact_total_variance: "exact variance",
  non_finite: "not finite",
};

/** Columns that are more than a column of the view. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  truth_standard_error: "nullif(truth_standard_error, 0) AS truth_standard_error",
  corrected_cosine_se: `${CORRECTED_ERROR} AS corrected_cosine_se`,
};

/** All cells of an experiment: means over the seeds; the standard error of ∇J and what is corrected for it only where it has one. */
export const cellsSql = ({ experiment, wanted: { agent, iteration } }: Selection): string =>
  `/* every cell: means over the seeds */
SELECT ${Object.keys(CELL_COLUMNS)
    .map((column) => EXPRESSIONS[column] ?? column)
    .join(", ")
    .replace(/, (truth_norm|corrected_cosine|\(SELECT|cosine_of_mean|bias_noise)\b/g, ",\n  $1")}
FROM estimator_over_seeds AS v
WHERE experiment = ${literal(experiment)}${agent === undefined ? "" : ` AND agent = ${literal(agent)}`}${iteration === undefined ? "" : ` AND iteration = ${iteration}`}
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

/**
 * A value as text. An exact bias that is no more than the rounding of sums as large as ∇J or the estimates is 0;
 * cosines and ratios with a ∇J that is zero up to its error are a dash.
 */
export const shownValue = (row: Row, column: string): string => {
  const value = row[column];
  if ((COSINES.has(column) || column === "norm_ratio") && truthVanishes(row)) return MEANINGLESS;
  if (typeof value !== "number") return value ?? "";
  if (COSINES.has(column)) return value.toFixed(3).replace("-", "−");
  const size = Math.max(Number(row.truth_norm), Math.sqrt(Number(row.exact_total_variance)));
  return formatNumber(column === "exact_bias_norm" && value < 1e-12 * size ? 0 : value);
};

/** "0.912 ± 0.003": the alignment, corrected where ∇J is a reference, with its standard error. */
export const shownAlignment = (row: Row): string => {
  const column = typeof row.corrected_cosine === "number" ? "corrected_cosine" : "mean_cosine";
  if (truthVanishes(row)) return MEANINGLESS;
  return row[column] === null ? "" : `${shownValue(row, column)} ± ${shownValue(row, `${column}_se`)}`;
};
