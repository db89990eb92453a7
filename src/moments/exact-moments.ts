import type { FiniteModel } from "../../envs/contract/models.ts";
import { norm } from "../linear-algebra/norm.ts";
import type { Objective, StateWeight } from "../problem/objective.ts";
import type { DiscretePoint } from "../problem/point.ts";
import type { EstimatorForm } from "../truth/discrete/estimator-form.ts";
import { type DiscreteFrame, frameOf } from "../truth/discrete/frame.ts";
import { projected } from "../truth/discrete/projected.ts";
import { trajectoryMoments } from "../truth/discrete/recursion.ts";
import type { TrajectoryMoments } from "../truth/discrete/trajectory.ts";
import { comparedMoments, type MomentsAt } from "./compared.ts";
import { enumerationOf } from "./enumeration.ts";

/**
 * The exact moments of a finite model's estimators: by the recursion where an estimator has a form and trajectories
 * follow the policy, else by enumeration where that is possible. What does not depend on n is computed once, also for
 * estimators of one form.
 *
 * @param truth the true gradient. # [P]
 */
export const exactMoments = (point: DiscretePoint, truth: Float64Array): MomentsAt | undefined => {
  const { environment, objective, groupSize } = point.problem;
  const { model } = environment;
  if (model === undefined) return undefined;
  const enumerated = enumerationOf(model, point, objective.horizon, groupSize);
  const otherwise = (...of: Parameters<typeof enumerated>) => {
    const moments = enumerated(...of);
    return moments && { moments, method: "enumeration" as const };
  };
  return comparedMoments({ groupSize, ofForm: formMoments(model, point, objective), otherwise }, truth);
};

/** The moments of an estimate, and those of what it is along its own mean. */
const withAlong = (
  frame: DiscreteFrame,
  form: EstimatorForm,
  stateWeight: StateWeight,
): TrajectoryMoments | undefined => {
  const moments = trajectoryMoments(frame, form, stateWeight);
  const size = moments ? norm(moments.mean) : 0;
  if (moments === undefined || !(size > 0)) return moments;
  const u = moments.mean.map((x) => x / size);
  const along = trajectoryMoments(projected(frame, u), form, stateWeight);
  return along ? { ...moments, along } : moments;
};

/** The moments of one trajectory's estimate of a form; forms that are alike are computed once. */
const formMoments = (model: FiniteModel, point: DiscretePoint, objective: Objective) => {
  const known: { key: readonly unknown[]; moments: TrajectoryMoments | undefined }[] = [];
  const byForm = new Map<EstimatorForm, TrajectoryMoments | undefined>();
  let frame: DiscreteFrame | undefined | "not yet" = "not yet";
  const compute = (form: EstimatorForm, stateWeight: StateWeight): TrajectoryMoments | undefined => {
    if (point.behavior !== point.probabilities || point.solution === undefined) return undefined;
    if (frame === "not yet") frame = frameOf(model, point, point.solution, objective);
    if (frame === undefined) return undefined;
    const { kind, lambda, across } = form;
    const values = form.values?.(point);
    const actionValues = form.actionValues?.(point);
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
    const moments = withAlong(frame, fixed, stateWeight);
    known.push({ key, moments });
    return moments;
  };
  return (form: EstimatorForm, stateWeight: StateWeight): TrajectoryMoments | undefined => {
    if (!byForm.has(form)) byForm.set(form, compute(form, stateWeight));
    return byForm.get(form);
  };
};
