import type { Estimator, EstimatorForm } from "../estimators/estimator.ts";
import type { StateWeight } from "../problem/objective.ts";
import { isDiscretePoint, type Point } from "../problem/point.ts";
import { linearQuadraticAt, oneStepAt } from "./index.ts";
import { formMoments } from "./linear-quadratic/moments/form-moments.ts";
import { exactMoments } from "./moments/exact-moments.ts";
import { judgedMoments, type MomentsAt } from "./moments/judged.ts";
import { formOnOneStep } from "./one-step/estimators.ts";

/** What knows the exact moments of a problem; undefined where nothing does. @param truth ∇J. # [P] */
export const momentsFor = (point: Point, truth: Float64Array): MomentsAt | undefined => {
  const { groupSize } = point.problem;
  if (isDiscretePoint(point)) return exactMoments(point, truth);
  const quadratic = linearQuadraticAt(point);
  if (quadratic) {
    const byForm = formMoments(quadratic);
    const ofForm = ({ kind, lambda = 1, across, ...tables }: EstimatorForm, stateWeight: StateWeight) => {
      const values = tables.values?.(point);
      const actionValues = tables.actionValues?.(point);
      return byForm(
        { kind, lambda, across, ...(values && { values }), ...(actionValues && { actionValues }) },
        stateWeight,
      );
    };
    return judgedMoments({ groupSize, ofForm }, truth);
  }
  const oneStep = oneStepAt(point);
  if (oneStep) {
    const moments = oneStep.moments();
    const otherwise = ({ form, onOneStep }: Estimator, n: number) => {
      const estimator = onOneStep ?? (form && formOnOneStep(form, form.values?.(point)[0]));
      const found = estimator && moments(estimator, n / (onOneStep?.trajectories ?? 1));
      return found && { moments: found, method: "integration" as const };
    };
    return judgedMoments({ groupSize, ofForm: () => undefined, otherwise }, truth);
  }
  return undefined;
};
