import type { Row } from "../store/snapshot.ts";

/**
 * Whether ∇J is zero up to its error: ‖∇J‖ below twice the standard error of a reference (the norm of pure noise is
 * about one), or below 1e-12 of the noise √(total variance) of an estimate, the rounding of sums as large as those.
 * Cosines with it, and ratios to its norm, then say nothing.
 *
 * @param row of `estimator_summary` or `estimator_over_seeds`
 */
export const truthVanishes = (row: Row): boolean => {
  const { truth_norm: size, truth_standard_error: error, total_variance, exact_total_variance } = row;
  if (typeof size !== "number") return false;
  const noise = Math.sqrt(Math.max(Number(total_variance ?? 0), Number(exact_total_variance ?? 0)));
  return size < 2 * Number(error ?? 0) || size <= 1e-12 * noise;
};

/** Stands for a figure that means nothing. */
export const MEANINGLESS = "–";
