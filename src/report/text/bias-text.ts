import type { Interval } from "../../statistics/interval.ts";
import type { Row } from "../../store/snapshot.ts";
import { intervalText } from "./interval-text.ts";
import { shortNumber } from "./short-number.ts";

/** The exact bias ‖E g − ∇J‖; 0 where it is no more than the rounding of sums as large as ∇J or the estimates. */
export const exactBias = ({ exact_bias_norm: bias, truth_norm, exact_total_variance }: Row): Row[string] => {
  const size = Math.max(Number(truth_norm), Math.sqrt(Number(exact_total_variance)));
  return typeof bias === "number" && bias < 1e-12 * size ? 0 : (bias ?? null);
};

/**
 * ‖E g − ∇J‖ from a sample, without the noise of the mean: "≤ 0.0213" where no bias is seen, that is where its interval
 * begins at or below zero, or, without an interval, where its square is not positive; then it is at most what was measured.
 *
 * @param row of `estimator_summary` or `estimator_over_seeds`
 */
export const sampledBias = (row: Row): Row[string] => {
  const [square, low, high, plain] = [
    "squared_bias",
    "squared_bias_low",
    "squared_bias_high",
    "bias_norm",
  ].map((column) => row[column]);
  if (typeof square !== "number") return typeof plain === "number" ? `≤ ${shortNumber(plain)}` : null;
  if (square > 0 && (typeof low !== "number" || low > 0)) return Math.sqrt(square);
  return `≤ ${shortNumber(typeof high === "number" && high > 0 ? Math.sqrt(high) : Number(plain))}`;
};

/**
 * What is not negative, a squared bias or a norm, but may be estimated so by the noise that is taken off, with its interval:
 * "≤ 0.0021", the upper end, where the estimate is not positive; where that end is not either, as far above 0 as it is above the estimate. A lower end below 0
 * is 0.
 */
export const notNegative = ({ estimate, low, high }: Interval): string => {
  if (Number.isNaN(estimate)) return "";
  if (estimate > 0) return intervalText({ estimate, low: Math.max(0, low), high });
  return Number.isNaN(high) ? "none seen" : `≤ ${shortNumber(high > 0 ? high : high - estimate)}`;
};

/** "6.5°", exact where it is, else "6.5° [0.0, 12.1]". */
export const turnText = (row: Row): string => {
  const { exact_turned_by: exact } = row;
  if (typeof exact === "number") return `${shortNumber(exact)}°`;
  return measured(row, "turned_by").replace(/^[^ ]+/, "$&°");
};

/** "1.94", exact where it is, else "1.94 [1.81, 2.07]". */
export const scaleText = (row: Row): string => {
  const { exact_scaled_by: exact } = row;
  return typeof exact === "number" ? shortNumber(exact) : measured(row, "scaled_by");
};

/** "scaled by 1.94, turned by 6.5°"; empty where neither is known. */
export const turnedAndScaled = (row: Row): string =>
  [
    ["scaled by", scaleText(row)],
    ["turned by", turnText(row)],
  ]
    .filter(([, text]) => text !== "")
    .map((words) => words.join(" "))
    .join(", ");

/** Which part of the finite estimates is zero, as "98 %"; empty where none is. */
export const zerosText = ({ nonzero, replicates, non_finite }: Row): string => {
  const finite = Number(replicates) - Number(non_finite ?? 0);
  const zeros = finite - Number(nonzero);
  return zeros > 0 ? `${shortNumber((100 * zeros) / finite)} %` : "";
};

const measured = (row: Row, column: string): string => {
  const [estimate, low, high] = [column, `${column}_low`, `${column}_high`].map(
    (name) => row[name] ?? Number.NaN,
  );
  return intervalText({ estimate: Number(estimate), low: Number(low), high: Number(high) });
};
