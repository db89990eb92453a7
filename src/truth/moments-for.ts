import type { Environment } from "../../envs/contract/environment.ts";
import { isFiniteEnvironment } from "../../envs/contract/environment.ts";
import type { Estimator, EstimatorForm } from "../estimators/estimator.ts";
import type { FrozenPolicy, FrozenTable } from "../problem/frozen.ts";
import type { Objective, StateWeight } from "../problem/objective.ts";
import { formMoments } from "./linear-quadratic/moments/form-moments.ts";
import { LinearQuadraticSolution } from "./linear-quadratic/solution.ts";
import { exactMoments } from "./moments/exact-moments.ts";
import { judgedMoments, type MomentsAt } from "./moments/judged.ts";
import { formOnOneStep } from "./one-step/estimators.ts";
import type { OneStepOfPolicy } from "./one-step/of-policy.ts";

/** What knows the exact moments of a problem; undefined where nothing does. @param truth ∇J. # [P] */
export const momentsFor = (
  environment: Environment,
  at: FrozenPolicy,
  objective: Objective,
  groupSize: number,
  truth: Float64Array,
): MomentsAt | undefined => {
  if (isFiniteEnvironment(environment) && environment.model)
    return exactMoments(environment.model, at as FrozenTable, objective, groupSize, truth);
  if (at.exact instanceof LinearQuadraticSolution) {
    const byForm = formMoments(at.exact);
    const ofForm = ({ kind, lambda = 1, across, ...tables }: EstimatorForm, stateWeight: StateWeight) => {
      const values = tables.values?.(at);
      const actionValues = tables.actionValues?.(at);
      return byForm(
        { kind, lambda, across, ...(values && { values }), ...(actionValues && { actionValues }) },
        stateWeight,
      );
    };
    return judgedMoments({ groupSize, ofForm }, truth);
  }
  if (isOneStep(at.exact)) {
    const moments = at.exact.moments();
    const otherwise = ({ form, onOneStep }: Estimator, n: number) => {
      const estimator = onOneStep ?? (form && formOnOneStep(form, form.values?.(at)[0]));
      const found = estimator && moments(estimator, n / (onOneStep?.trajectories ?? 1));
      return found && { moments: found, method: "integration" as const };
    };
    return judgedMoments({ groupSize, ofForm: () => undefined, otherwise }, truth);
  }
  return undefined;
};

const isOneStep = (exact: FrozenPolicy["exact"]): exact is OneStepOfPolicy =>
  exact !== undefined && "moments" in exact;
