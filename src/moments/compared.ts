import type { Changed, Estimator } from "../estimators/estimator.ts";
import { norm } from "../linear-algebra/norm.ts";
import type { StateWeight } from "../problem/objective.ts";
import { turnAndScale } from "../statistics/bias/turn-and-scale.ts";
import { type BatchMoments, batchMoments } from "../truth/discrete/batch.ts";
import type { EstimatorForm } from "../truth/discrete/estimator-form.ts";
import type { TrajectoryMoments } from "../truth/discrete/trajectory.ts";
import type { MomentsEvent } from "./event.ts";

/** What a `MomentsEvent` says, but for its place. */
export type ExactMoments = Omit<MomentsEvent, "type" | "iteration" | "estimator" | "batchSize">;

/** Exact moments of estimators at one θ; undefined where this estimator's cannot be had. */
export type MomentsAt = (estimator: Estimator, batchSize: number) => ExactMoments | undefined;

/** Where exact moments come from. */
export interface MomentSources {
  /** Trajectories that share each first state. */
  readonly groupSize: number;
  /** The moments of one trajectory's estimate of a form, where they are known. */
  ofForm(form: EstimatorForm, stateWeight: StateWeight): TrajectoryMoments | undefined;
  /** The moments of any estimator's estimate of a batch, where they are known otherwise; and how. */
  otherwise?(
    estimator: Estimator,
    batchSize: number,
  ): { readonly moments: BatchMoments; readonly method: ExactMoments["method"] } | undefined;
}

/** A value that may err by more than this part of itself is not recorded as exact. */
const MAX_ROUNDING = 1e-6;

/**
 * A variance and the relative error that rounding may have made. One that is as small as its error is zero, as far as
 * can be told, where that error is nothing against ‖E g‖² or ‖G‖²; it is relative to the larger of them then.
 *
 * @returns undefined where the error may exceed a millionth
 */
const settled = (
  { totalVariance, varianceError }: BatchMoments,
  largerNorm: number,
): { totalVariance: number; rounding: number } | undefined => {
  const square = largerNorm ** 2 + totalVariance;
  const nothing = totalVariance <= varianceError && varianceError <= MAX_ROUNDING ** 2 * square;
  if (nothing || varianceError === 0)
    return { totalVariance: nothing ? 0 : totalVariance, rounding: square > 0 ? varianceError / square : 0 };
  const rounding = varianceError / totalVariance;
  return rounding <= MAX_ROUNDING ? { totalVariance, rounding } : undefined;
};

/** The moments of ∇J itself. */
const withoutError = (mean: Float64Array): BatchMoments => ({
  mean,
  totalVariance: 0,
  varianceError: 0,
  parts: { trajectory: 0, action: 0, state: 0 },
});

/** The moments of the mean of k independent estimates. */
const meanOf = (
  k: number,
  { mean, totalVariance, varianceError, parallelVariance }: BatchMoments,
): BatchMoments => ({
  mean,
  totalVariance: totalVariance / k,
  varianceError: varianceError / k,
  ...(parallelVariance !== undefined && { parallelVariance: parallelVariance / k }),
});

/** The moments of an estimate that a rule changes without moving its mean. */
const changed = (
  variance: NonNullable<Changed["totalVariance"]>,
  { mean, totalVariance, varianceError }: BatchMoments,
): BatchMoments => ({
  mean,
  totalVariance: variance(totalVariance, norm(mean) ** 2),
  varianceError: variance(varianceError, 0), // it is linear
});

/**
 * The exact bias and total variance of the estimates of an estimator from batches of n trajectories, at one θ: from
 * its form where it has one whose moments are known, else otherwise, else undefined. Undefined too where rounding may
 * have made more than a millionth of the total variance.
 *
 * @param truth the true gradient. # [P]
 */
export const comparedMoments = (
  { groupSize, ofForm, otherwise }: MomentSources,
  truth: Float64Array,
): MomentsAt => {
  const truthNorm = norm(truth);
  const compared = (moments: BatchMoments, method: ExactMoments["method"]): ExactMoments | undefined => {
    const { mean, parts } = moments;
    let dot = 0;
    for (let j = 0; j < mean.length; j++) dot += mean[j] * truth[j];
    const meanNorm = norm(mean);
    const product = meanNorm * truthNorm;
    const variance = settled(moments, Math.max(meanNorm, truthNorm));
    if (variance === undefined) return undefined;
    const { totalVariance, rounding } = variance;
    return {
      biasNorm: norm(mean.map((x, j) => x - truth[j])),
      meanNorm,
      cosine: product > 0 ? Math.max(-1, Math.min(1, dot / product)) : Number.NaN,
      ...turnAndScale(mean, truth),
      totalVariance,
      parallelVariance: meanNorm > 0 ? (moments.parallelVariance ?? null) : null,
      trajectoryVariance: parts?.trajectory ?? null,
      actionVariance: parts?.action ?? null,
      stateVariance: parts?.state ?? null,
      stepCovariance: parts ? totalVariance - parts.trajectory - parts.action - parts.state : null,
      rounding,
      method,
    };
  };
  type Found = { moments: BatchMoments; method: ExactMoments["method"] };
  const find = (estimator: Estimator, batchSize: number): Found | undefined => {
    const { law, estimand } = estimator;
    if (law.kind === "truth") return { moments: withoutError(truth), method: "recursion" };
    if (law.kind === "accumulated") {
      const inner = find(law.of, batchSize);
      return inner && { ...inner, moments: meanOf(law.batches, inner.moments) };
    }
    if (law.kind === "changed" && law.totalVariance) {
      const inner = find(law.of, batchSize);
      return inner && { ...inner, moments: changed(law.totalVariance, inner.moments) };
    }
    const form = law.kind === "form" ? law.form : undefined;
    const single = form && ofForm(form, estimand.stateWeight);
    const byForm = single && batchMoments(single, form.across, batchSize, groupSize);
    return byForm ? { moments: byForm, method: "recursion" } : otherwise?.(estimator, batchSize);
  };
  return (estimator, batchSize) => {
    const found = find(estimator, batchSize);
    if (found === undefined) return undefined;
    const judgment = compared(found.moments, found.method);
    // sums of squares may overflow, and an estimate may be undefined for a batch that can happen
    return judgment && Number.isFinite(judgment.biasNorm + judgment.totalVariance) ? judgment : undefined;
  };
};
