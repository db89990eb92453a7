import { powerOfTen } from "../../arithmetic/power.ts";
import type { Interval } from "../../statistics/interval.ts";
import { shortNumber } from "./short-number.ts";

/**
 * `0.881 [0.870, 0.892]`: an estimate with its limits, all to the same place: the one at which half the width of the
 * interval has two digits. Without limits, the estimate to three digits; nothing where it is not defined.
 */
export const intervalText = ({ estimate, low, high }: Interval): string => {
  if (Number.isNaN(estimate)) return "";
  const show = formatOf(Math.max(Math.abs(estimate), Math.abs(high - low) / 2 || 0), (high - low) / 2);
  const limit = (value: number) =>
    Number.isFinite(value)
      ? show(value)
          .replace(/^-?0(?:\.0*)?e.*$/, "0")
          .replace(/^-(0(?:\.0*)?)$/, "$1")
      : value > 0
        ? "∞"
        : "-∞";
  return Number.isNaN(low + high) && !(low < high)
    ? show(estimate)
    : `${limit(estimate)} [${limit(low)}, ${limit(high)}]`;
};

/** How to write numbers of a size whose interval is `half` wide on each side. */
const formatOf = (size: number, half: number): ((value: number) => string) => {
  if (!(half > 0 && Number.isFinite(half))) return (value) => shortNumber(value);
  const places = (scale: number) => Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(half / scale))));
  if (size >= 1e-3 && size < 1e6) return (value) => value.toFixed(places(1));
  const exponent = Math.floor(Math.log10(size));
  return (value) => value.toExponential(Math.max(1, places(powerOfTen(exponent))));
};
