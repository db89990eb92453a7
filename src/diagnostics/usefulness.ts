import type { Point } from "../problem/point.ts";
import { mean, variance } from "../statistics/mean.ts";
import type { Diagnostic, Measured, StreamKey } from "./diagnostic.ts";
import { finiteEstimates } from "./finite-estimates.ts";
import { meanReturns } from "./mean-returns.ts";
import { exactHeight, rise } from "./steps/height.ts";

/** Trajectories of each θ, where J is not known exactly and the study names no number. */
const TRAJECTORIES = 64;

/** How J is told where it is not known exactly. */
export interface SampledReturns {
  readonly key: StreamKey;
  /** n, at both ends of a step. */
  readonly trajectories?: number | undefined;
}

/**
 * What a step along an estimate is worth: E[J(θ + α ĝ)] − J(θ), as a mean over estimates with its standard error. Two
 * estimators of equal variance may differ in it: it also depends on where the noise goes, and on how J bends. Where J is not
 * known exactly, each difference is that of the mean returns of n trajectories with the same random numbers at both ends,
 * and of others for every estimate.
 *
 * Cost: one exact J for each estimate, or 2n trajectories.
 *
 * @param gradients independent estimates ĝ; those that are not finite are left out. # [count, P]
 * @param stepSize α
 */
export const usefulness = (
  point: Point,
  subject: string,
  gradients: Float64Array,
  count: number,
  stepSize: number,
  { key, trajectories }: SampledReturns,
): Diagnostic => {
  const { theta } = point;
  const gain = gainOf(point, trajectories);
  const P = theta.length;
  const finite = finiteEstimates(gradients, count);
  const gains = new Float64Array(finite.length / P);
  for (let r = 0; r < gains.length; r++) {
    const moved = theta.map((x, j) => x + stepSize * finite[r * P + j]);
    gains[r] = gain(moved, [...key, subject, r]).value;
  }
  const standardError = Math.sqrt(variance(gains) / gains.length);
  return { subject, name: "usefulness", value: mean(gains), standardError };
};

/**
 * What one step θ → θ' is worth, J(θ') − J(θ); its error is over the trajectories, and 0 where J is known exactly.
 *
 * @param moved θ'. # [P]
 */
export const usefulnessOfStep = (
  point: Point,
  subject: string,
  moved: Float64Array,
  { key, trajectories }: SampledReturns,
): Diagnostic => ({ subject, name: "step_usefulness", ...gainOf(point, trajectories)(moved, key) });

/** J(θ') − J(θ), of θ'. */
const gainOf = (point: Point, trajectories = TRAJECTORIES) => {
  const elsewhere = point.moved(point.theta);
  return (moved: Float64Array, key: StreamKey): Measured => {
    elsewhere.moveTo(moved);
    const height = (at: Point) =>
      at.exact ? exactHeight(at.exact.value) : meanReturns(at, trajectories, key)().discounted;
    return rise(height(point), height(elsewhere));
  };
};
