import { MEANINGLESS } from "../report/cells.ts";
import { zerosText } from "../report/text/bias-text.ts";
import type { Row } from "../store/snapshot.ts";

/** The mean cosine, corrected where ∇J is a reference, with its standard error. */
export const alignmentOf = ({
  mean_cosine,
  mean_cosine_se,
  corrected_cosine,
  corrected_cosine_se,
  no_alignment,
}: Row): Row[string] => {
  if (no_alignment !== null && mean_cosine === null) return no_alignment;
  if (typeof corrected_cosine === "number")
    return `${fixed(corrected_cosine)} ± ${fixed(corrected_cosine_se)}`;
  return mean_cosine === null ? null : `${fixed(mean_cosine)} ± ${fixed(mean_cosine_se)}`;
};

/** ‖∇J‖; with its standard error where it is a reference. */
export const truthText = ({ truth_norm: size, truth_standard_error: error }: Row): Row[string] =>
  typeof size === "number" && typeof error === "number" && error > 0
    ? `${Number(size.toPrecision(4))} ± ${Number(error.toPrecision(2))}`
    : size;

const fixed = (value: string | number | null): string => (typeof value === "number" ? value.toFixed(3) : "?");

/** What the columns of some rows mean, and why some are empty. */
export const legend = (rows: readonly Row[]): string =>
  "bias is ‖E g − ∇J‖: ≤ where none is seen in the noise. Its two parts: E g is ∇J turned by an angle (95 % interval) and\n" +
  "scaled by E g·∇J/‖∇J‖². (exact) follows from the model, as turns and scales without an interval do.\n" +
  (rows.some((row) => Number(row.truth_standard_error ?? 0) > 0) ? REFERENCE : "") +
  noiseNotes(rows) +
  (rows.some((row) => zerosText(row) !== "") ? ZEROS : "");

const REFERENCE =
  "‖∇J‖ ± its standard error is a reference, an average over other trajectories; alignment is corrected for its noise.\n";
const ZEROS =
  "zeros: the part of the estimates that are exactly zero, point nowhere and count as a cosine of 0.\n";

/** Why nothing is compared with the truths of a probe, one line for each reason. */
const noiseNotes = (rows: readonly Row[]): string => {
  const noisy = rows.filter(({ noise_truths: n, seeds }) => Number(n) > 0 && n === seeds);
  const reasons = new Set(
    noisy.map(({ seeds, no_alignment }) =>
      Number(seeds) === 1 ? no_alignment : `${no_alignment}, and the like in all ${seeds} seeds`,
    ),
  );
  return [...reasons]
    .map((reason) => `${MEANINGLESS}: ${reason}, so no direction or ratio compares with it.\n`)
    .join("");
};
