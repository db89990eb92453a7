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
    ? `${Number(size.toPrecision(3))} ± ${Number(error.toPrecision(2))}`
    : size;

const fixed = (value: string | number | null): string => (typeof value === "number" ? value.toFixed(3) : "?");
