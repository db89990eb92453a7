import { MEANINGLESS } from "../report/cells.ts";
import { NO_GRADIENT } from "../report/finding/sentences.ts";
import { noRoomFor } from "../report/fit-table.ts";
import { zerosText } from "../report/text/bias-text.ts";
import type { Row } from "../store/snapshot.ts";
import type { SummaryTables } from "./summary-table.ts";

/** What the columns of some tables mean, and why some are not there: a text each. */
export const legendOf = (rows: readonly Row[], tables: SummaryTables): string[] =>
  [
    tables.compared ? BIAS : `${NO_GRADIENT}, and alignment, bias and batch sizes are measured.`,
    tables.mixed && "≈: measured, where the figures of other estimators are exact.",
    rows.some((row) => Number(row.truth_standard_error ?? 0) > 0) && REFERENCE,
    ...noiseNotes(rows),
    rows.some((row) => zerosText(row) !== "") && !tables.left.includes("zeros") && ZEROS,
    tables.needed &&
      "batch for 0.9: trajectories per estimate for a mean alignment of 0.9, and its 95 % interval.",
    tables.reasons.length > 0 &&
      `Which batch gives an alignment of 0.9 is ${tables.needed ? "in part " : ""}not known: ${tables.reasons.join("; ")}.`,
    tables.left.length > 0 && noRoomFor(tables.left),
  ].filter((text) => text !== false);

const BIAS =
  "bias is ‖E g − ∇J‖: exact where the model tells it, else measured, and ≤ where none is seen in the noise. It is two " +
  "things: E g is ∇J turned by an angle and scaled by E g·∇J/‖∇J‖², exact where there is no 95 % interval.";
const REFERENCE =
  "‖∇J‖ ± its standard error is a reference, an average over other trajectories; alignment is corrected for its noise.";
const ZEROS =
  "zeros: the part of the estimates that are exactly zero, point nowhere and count as a cosine of 0.";

/** Why nothing is compared with the truths of a probe, one line for each reason. */
const noiseNotes = (rows: readonly Row[]): string[] => {
  const noisy = rows.filter(({ noise_truths: n, seeds }) => Number(n) > 0 && n === seeds);
  const reasons = new Set(
    noisy.map(({ seeds, no_alignment }) =>
      Number(seeds) === 1 ? no_alignment : `${no_alignment}, and the like in all ${seeds} seeds`,
    ),
  );
  return [...reasons].map(
    (reason) => `${MEANINGLESS}: ${reason}, so no direction or ratio compares with it.`,
  );
};
