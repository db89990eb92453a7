import type { Row } from "../../store/snapshot.ts";
import { formatNumber } from "./format-number.ts";

/**
 * The batch for an alignment of 0.9 in a few words, such as "67 (63 to 71)", "123 (92 to 164) from n = 8",
 * "219 (201 to 240), 1 of 5 seeds", "never (limit 0.44)", "∇J is noise" or "unknown".
 *
 * @param row of `batch_for_alignment_over_seeds`
 */
export const batchWords = (row: Row): string => {
  const {
    trajectories,
    low,
    high,
    seeds,
    reaching,
    never,
    limit_cosine: limit,
    method,
    from_size,
    note,
  } = row;
  if (Number(reaching) === 0) {
    if (Number(never) < Number(seeds))
      return Number(never) === 0 ? withoutAny(String(note ?? "")) : `never, ${share(never, seeds)}`;
    return limit === null ? "never" : `never (limit ${formatNumber(Number(limit), 2)})`;
  }
  const whole = (n: Row[string]) => (n === null ? "∞" : formatNumber(Math.round(Number(n)), 3));
  const interval = low === high ? "" : ` (${whole(low)} to ${whole(high)})`;
  const from = method === "fitted" || method === "measured" ? ` from n = ${from_size}` : "";
  const some = Number(reaching) < Number(seeds) ? `, ${share(reaching, seeds)}` : "";
  return `${formatNumber(Math.round(Number(trajectories)), 3)}${interval}${from}${some}`;
};

/** Where no seed has a number: "∇J is noise", "the estimate is 0", else "unknown". */
const withoutAny = (note: string): string => {
  if (/^(∇J|reference) is (0|noise|rounding)/.test(note))
    return note.includes("is 0") ? "∇J is 0" : "∇J is noise";
  return note === "the estimate is 0" ? note : "unknown";
};

const share = (some: Row[string], seeds: Row[string]): string => `${some} of ${seeds} seeds`;
