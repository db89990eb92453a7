import type { Interval } from "../../statistics/interval.ts";
import { formatNumber } from "../text/format-number.ts";
import type { FoundEstimator } from "./finding.ts";

/** Whole numbers to three digits, thousands apart: 8, 118, 1,110. */
export const countText = (count: number): string =>
  count < 1e9
    ? Number(count.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 0 })
    : formatNumber(count);

/** "23°", below ten degrees "6.1°", "3.0°". */
export const degreesText = (degrees: number): string => {
  if (degrees >= 9.95) return `${degrees.toFixed(0)}°`;
  return `${degrees >= 0.95 ? degrees.toFixed(1) : Number(degrees.toPrecision(2))}°`;
};

/** What of an estimator says how far its bias turns it. */
type Turn = Pick<FoundEstimator, "turnedBy" | "turnedAtMost">;

/** Degrees by which bias turns an estimate; "≤" where none is seen in the noise. */
export const turnedText = ({ turnedBy, turnedAtMost }: Turn): string => {
  if (turnedBy !== undefined) return degreesText(turnedBy);
  return turnedAtMost === undefined ? "" : `${turnedAtMost > 0 ? "≤ " : ""}${degreesText(turnedAtMost)}`;
};

/** "−24.4 [−24.8, −24.3]", "−98.3": what was learned, with its interval if there is one. */
export const learnedText = (value: Interval | number): string => {
  if (typeof value === "number") return formatNumber(value);
  const { estimate, low, high } = value;
  const wide = high > low;
  // a fourth digit where the first three are the same at both ends
  const digits = wide && (high - low) / 2 < 0.005 * Math.abs(estimate) ? 4 : 3;
  const text = (each: number) => formatNumber(each, digits);
  return wide ? `${text(estimate)} [${text(low)}, ${text(high)}]` : text(estimate);
};
