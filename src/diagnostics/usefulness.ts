import type { Point } from "../problem/point.ts";
import { mean, variance } from "../statistics/mean.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { finiteEstimates } from "./finite-estimates.ts";

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
  point: Point,
  subject: string,
  gradients: Float64Array,
  count: number,
  stepSize: number,
): Diagnostic | undefined => {
  const { theta, exact } = point;
  if (exact === undefined) return undefined;
  const elsewhere = point.moved(theta);
  const P = theta.length;
  const finite = finiteEstimates(gradients, count);
  const before = exact.value;
  const gains = new Float64Array(finite.length / P);
  for (let r = 0; r < gains.length; r++) {
    elsewhere.moveTo(theta.map((x, j) => x + stepSize * finite[r * P + j]));
    gains[r] = elsewhere.exact!.value - before;
  }
  const standardError = Math.sqrt(variance(gains) / gains.length);
  return { subject, name: "usefulness", value: mean(gains), standardError };
};
