import type { Estimator, EstimatorForm } from "../../estimation.ts";
import type { MomentsEvent } from "../../events.ts";
import { norm } from "../../norm.ts";
import type { FiniteModel, FrozenTable, Objective, StateWeight } from "../../types.ts";
import { type BatchMoments, batchMoments } from "./batch.ts";
import { enumerationOf } from "./enumeration.ts";
import { type Frame, frameOf } from "./frame.ts";
import { trajectoryMoments } from "./recursion.ts";
import type { TrajectoryMoments } from "./trajectory.ts";

/** What a `MomentsEvent` says beside its place. */
export type ExactMoments = Omit<MomentsEvent, "type" | "iteration" | "estimator" | "batchSize">;

/**
 * The exact bias and total variance of the estimates of an estimator from batches of n trajectories, at one θ:
 * by the recursion where the estimator has a form and trajectories follow the policy, else by enumeration where
 * that is possible, else undefined. What does not depend on n is computed once, also for estimators of one form.
 *
 * @param truth the true gradient. # [P]
 * @param groupSize trajectories that share each first state
 */
export const exactMoments = (
  model: FiniteModel,
  at: FrozenTable,
  objective: Objective,
  groupSize: number,
  truth: Float64Array,
): ((estimator: Estimator, batchSize: number) => ExactMoments | undefined) => {
  const ofForm = formMoments(model, at, objective);
  const enumerated = enumerationOf(model, at, objective.horizon, groupSize);
  const truthNorm = norm(truth);
  const judged = (moments: BatchMoments, method: ExactMoments["method"]): ExactMoments => {
    const { mean, totalVariance, parts } = moments;
    let dot = 0;
    for (let j = 0; j < mean.length; j++) dot += mean[j] * truth[j];
    const meanNorm = norm(mean);
    const product = meanNorm * truthNorm;
    return {
      biasNorm: norm(mean.map((x, j) => x - truth[j])),
      meanNorm,
      cosine: truthNorm === 0 ? Number.NaN : product === 0 ? 0 : Math.max(-1, Math.min(1, dot / product)),
      totalVariance,
      trajectoryVariance: parts?.trajectory ?? null,
      actionVariance: parts?.action ?? null,
      stateVariance: parts?.state ?? null,
      stepCovariance: parts ? totalVariance - parts.trajectory - parts.action - parts.state : null,
      method,
    };
  };
  type Found = { moments: BatchMoments; method: ExactMoments["method"] };
  const find = (estimator: Estimator, batchSize: number): Found | undefined => {
    const { form, derived, stateWeight } = estimator;
    if (derived) {
      const inner = find(derived.from, batchSize);
      if (inner === undefined) return undefined;
      const { mean, totalVariance } = inner.moments;
      const square = norm(mean) ** 2;
      return { ...inner, moments: { mean, totalVariance: derived.totalVariance(totalVariance, square) } };
    }
    const single = form && ofForm(form, stateWeight);
    const byForm = single && batchMoments(single, form.across, batchSize, groupSize);
    if (byForm) return { moments: byForm, method: "recursion" };
    const counted = enumerated(estimator, batchSize);
    return counted && { moments: counted, method: "enumeration" };
  };
  return (estimator, batchSize) => {
    const found = find(estimator, batchSize);
    if (found === undefined) return undefined;
    const judgment = judged(found.moments, found.method);
    // sums of squares may overflow, and an estimate may be undefined for a batch that can happen
    return Number.isFinite(judgment.biasNorm + judgment.totalVariance) ? judgment : undefined;
  };
};

/** The moments of one trajectory's estimate of a form; forms that are alike are computed once. */
const formMoments = (model: FiniteModel, at: FrozenTable, objective: Objective) => {
  const known: { key: readonly unknown[]; moments: TrajectoryMoments | undefined }[] = [];
  const byForm = new Map<EstimatorForm, TrajectoryMoments | undefined>();
  let frame: Frame | undefined | "not yet" = "not yet";
  const compute = (form: EstimatorForm, stateWeight: StateWeight): TrajectoryMoments | undefined => {
    if (at.behavior !== at.probabilities || at.solution === undefined) return undefined;
    if (frame === "not yet") frame = frameOf(model, at, at.solution, objective);
    if (frame === undefined) return undefined;
    const { kind, lambda, across } = form;
    const values = form.values?.(at);
    const actionValues = form.actionValues?.(at);
    const key = [kind, lambda, across, stateWeight, values, actionValues];
    const found = known.find((each) => each.key.every((part, i) => part === key[i]));
    if (found) return found.moments;
    const fixed: EstimatorForm = {
      kind,
      across,
      ...(lambda !== undefined && { lambda }),
      ...(values && { values: () => values }),
      ...(actionValues && { actionValues: () => actionValues }),
    };
    const moments = trajectoryMoments(frame, fixed, stateWeight);
    known.push({ key, moments });
    return moments;
  };
  return (form: EstimatorForm, stateWeight: StateWeight): TrajectoryMoments | undefined => {
    if (!byForm.has(form)) byForm.set(form, compute(form, stateWeight));
    return byForm.get(form);
  };
};
