import { mean, variance } from "../statistics/mean.ts";
import type { Diagnostic, MovablePlace } from "./diagnostic.ts";
import { finiteEstimates } from "./finite-estimates.ts";
import { movedTo } from "./moved.ts";

/**
 * What a step along an estimate is worth: E[J(θ + α ĝ)] − J(θ), by the exact J, as a mean over estimates with its
 * standard error. Two estimators of equal variance may differ in it: it also depends on where the noise goes, and on
 * how J bends.
 *
 * Cost: one exact J for each estimate.
 *
 * @param gradients independent estimates ĝ; those that are not finite are left out. # [count, P]
 * @param stepSize α
 * @returns undefined where J is not known exactly
 */
export const usefulness = (
  place: MovablePlace,
  subject: string,
  gradients: Float64Array,
  count: number,
  stepSize: number,
): Diagnostic | undefined => {
  const { theta, exact } = place.point;
  if (exact === undefined) return undefined;
  const P = theta.length;
  const finite = finiteEstimates(gradients, count);
  const before = exact.value;
  const gains = new Float64Array(finite.length / P);
  for (let r = 0; r < gains.length; r++) {
    const moved = movedTo(
      place,
      theta.map((x, j) => x + stepSize * finite[r * P + j]),
    );
    gains[r] = moved.exact!.value - before;
  }
  movedTo(place, theta);
  const standardError = Math.sqrt(variance(gains) / gains.length);
  return { subject, name: "usefulness", value: mean(gains), standardError };
};
