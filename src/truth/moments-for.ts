import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import type { Estimator, EstimatorForm } from "../estimators/estimator.ts";
import type { Objective, StateWeight } from "../problem/objective.ts";
import type { DiscretePoint, Point } from "../problem/point.ts";
import { formMoments } from "./linear-quadratic/moments/form-moments.ts";
import { LinearQuadraticSolution } from "./linear-quadratic/solution.ts";
import { exactMoments } from "./moments/exact-moments.ts";
import { judgedMoments, type MomentsAt } from "./moments/judged.ts";
import { formOnOneStep } from "./one-step/estimators.ts";
import type { OneStepOfPolicy } from "./one-step/of-policy.ts";

/** What knows the exact moments of a problem; undefined where nothing does. @param truth ∇J. # [P] */
export const momentsFor = (
  environment: Environment,
  point: Point,
  objective: Objective,
  groupSize: number,
  truth: Float64Array,
): MomentsAt | undefined => {
  if (isDiscrete(environment) && environment.model)
    return exactMoments(environment.model, point as DiscretePoint, objective, groupSize, truth);
  if (point.exact instanceof LinearQuadraticSolution) {
    const byForm = formMoments(point.exact);
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
  if (isOneStep(point.exact)) {
    const moments = point.exact.moments();
    const otherwise = ({ form, onOneStep }: Estimator, n: number) => {
      const estimator = onOneStep ?? (form && formOnOneStep(form, form.values?.(point)[0]));
      const found = estimator && moments(estimator, n / (onOneStep?.trajectories ?? 1));
      return found && { moments: found, method: "integration" as const };
    };
    return judgedMoments({ groupSize, ofForm: () => undefined, otherwise }, truth);
  }
  return undefined;
};

const isOneStep = (exact: Point["exact"]): exact is OneStepOfPolicy =>
  exact !== undefined && "moments" in exact;
