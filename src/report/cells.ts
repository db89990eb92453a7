import type { Row } from "../store/snapshot.ts";
import { formatNumber } from "./format-number.ts";
import { literal } from "./literal.ts";
import type { Selection } from "./selection.ts";

/** Headings of the table of cells, by column of its query. */
export const CELL_COLUMNS: Readonly<Record<string, string>> = {
  agent: "agent",
  iteration: "iteration",
  estimator: "estimator",
  batch_size: "batch size",
  seeds: "seeds",
  truth_norm: "‖∇J‖",
  mean_cosine: "alignment",
  mean_cosine_se: "± s.e.",
  cosine_of_mean: "cosine of mean",
  norm_ratio: "norm ratio",
  bias_norm: "bias",
  bias_noise: "bias by noise",
  exact_bias_norm: "exact bias",
  total_variance: "variance",
  exact_total_variance: "exact variance",
  non_finite: "not finite",
};

/** All cells of an experiment: means over the seeds. */
export const cellsSql = ({ experiment, wanted: { agent, iteration } }: Selection): string =>
  `/* every cell: means over the seeds */
SELECT ${Object.keys(CELL_COLUMNS).join(", ").replace("bias_norm, bias_noise", "bias_norm,\n  bias_noise")}
FROM estimator_over_seeds
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

/** A value as text. An exact bias that is no more than the rounding of sums as large as ∇J or the estimates is 0. */
export const shownValue = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== "number") return value ?? "";
  if (column === "mean_cosine" || column === "mean_cosine_se" || column === "cosine_of_mean")
    return value.toFixed(3).replace("-", "−");
  const size = Math.max(Number(row.truth_norm), Math.sqrt(Number(row.exact_total_variance)));
  return formatNumber(column === "exact_bias_norm" && value < 1e-12 * size ? 0 : value);
};
