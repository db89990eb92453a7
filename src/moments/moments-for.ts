import type { Estimator, Law } from "../estimators/estimator.ts";
import type { StateWeight } from "../problem/objective.ts";
import { isDiscretePoint, type Point } from "../problem/point.ts";
import type { EstimatorForm } from "../truth/discrete/estimator-form.ts";
import { linearQuadraticAt, oneStepAt } from "../truth/index.ts";
import { formMoments } from "../truth/linear-quadratic/moments/form-moments.ts";
import { formOnOneStep, type OneStepEstimator } from "../truth/one-step/estimators.ts";
import { comparedMoments, type MomentsAt } from "./compared.ts";
import { exactMoments } from "./exact-moments.ts";

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
    return comparedMoments({ groupSize, ofForm }, truth);
  }
  const oneStep = oneStepAt(point);
  if (oneStep) {
    const moments = oneStep.moments();
    const otherwise = ({ law }: Estimator, n: number) => {
      const single = singleOnOneStep(law, point);
      const found = single && moments(single.estimator, n / single.trajectories);
      return found && { moments: found, method: "integration" as const };
    };
    return comparedMoments({ groupSize, ofForm: () => undefined, otherwise }, truth);
  }
  return undefined;
};

/** What a single estimate is on one step, and how many trajectories it takes. */
const singleOnOneStep = (
  law: Law,
  point: Point,
): { readonly estimator: OneStepEstimator; readonly trajectories: number } | undefined => {
  if (law.kind === "form") {
    const estimator = formOnOneStep(law.form, law.form.values?.(point)[0]);
    return estimator && { estimator, trajectories: 1 };
  }
  if (law.kind !== "mean" || law.single === undefined || law.single.kind === "antithetic-bits")
    return undefined;
  const { kind, trajectories } = law.single;
  return { estimator: { kind }, trajectories };
};
