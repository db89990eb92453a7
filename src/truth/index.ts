import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import type { LinearQuadraticModel, OneStepModel } from "../../envs/contract/models.ts";
import type { FunctionPolicy } from "../policies/policy.ts";
import { isTabular } from "../policies/policy.ts";
import type { TruthAt } from "../problem/exact.ts";
import type { DiscretePoint, Problem } from "../problem/point.ts";
import type { Truth } from "../problem/truth.ts";
import { exactGradient } from "./discrete/gradient.ts";
import { ExactSolution } from "./discrete/solution.ts";
import { LinearQuadraticSolution } from "./linear-quadratic/solution.ts";
import { type OneStepOfPolicy, oneStepOfPolicy } from "./one-step/of-policy.ts";
import { tableRounding } from "./rounding.ts";

/** Finite models: tables of values, action values and occupancies. */
const dynamicProgramming: Truth = {
  method: "dynamic programming",
  fits: ({ environment }) => isDiscrete(environment) && environment.model !== undefined,
  at(point): TruthAt {
    const { problem, probabilities, policy } = point as DiscretePoint;
    const model = problem.environment.model!;
    const solution = new ExactSolution(model, problem.objective, probabilities);
    return {
      solution,
      get value() {
        return solution.value;
      },
      gradient: (out) => exactGradient(point as DiscretePoint, problem.objective, out),
      rounding: () => tableRounding(point as DiscretePoint, problem.objective),
      restart: () => solution.restart(),
      valueAt: (time, states, offset) => solution.values[time * policy.states + states[offset]],
    };
  },
};

/** Linear dynamics, quadratic costs, and a Gaussian policy whose mean is linear in θ. */
const linearQuadratic: Truth = {
  method: "Riccati recursions",
  fits: ({ environment, policy }) =>
    linearQuadraticModel(environment) !== undefined && gaussianOf(policy) !== undefined,
  at: ({ problem: { environment, objective }, policy, theta }) =>
    new LinearQuadraticSolution(linearQuadraticModel(environment)!, objective, gaussianOf(policy)!, theta),
};

/** One step from the only state, and a Gaussian policy without a bias, which is one with the mean there. */
const oneStep: Truth = {
  method: "integrals over an action",
  fits: ({ environment, policy }) =>
    modelOf(environment)?.kind === "one-step" &&
    gaussianOf(policy)?.bias === false &&
    (policy as FunctionPolicy).action.size !== undefined,
  at({ problem: { environment }, policy, theta }) {
    const size = (policy as FunctionPolicy).action.size!;
    const known = oneStepOfPolicy(modelOf(environment) as OneStepModel, gaussianOf(policy)!, size, theta);
    return Object.assign(known, { valueAt: () => known.value });
  },
};

/** All ways of knowing the truth without sampling, tried in order. */
export const truths: readonly Truth[] = [dynamicProgramming, linearQuadratic, oneStep];

/** The model of an environment whose dynamics are linear and whose costs are quadratic; undefined elsewhere. */
export const linearQuadraticModel = (
  environment: Problem["environment"],
): LinearQuadraticModel | undefined => {
  const model = modelOf(environment);
  return model?.kind === "linear-quadratic" ? model : undefined;
};

const modelOf = (environment: Problem["environment"]): LinearQuadraticModel | OneStepModel | undefined =>
  isDiscrete(environment) ? undefined : (environment as ContinuousEnvironment).model;

const gaussianOf = (policy: Problem["policy"]) => (isTabular(policy) ? undefined : policy.gaussian);

/** The truth of a linear-quadratic problem, for what needs more of it than values and gradients; undefined elsewhere. */
export const linearQuadraticAt = ({ exact }: { readonly exact: TruthAt | undefined }) =>
  exact instanceof LinearQuadraticSolution ? exact : undefined;

/** The same of a one-step problem. */
export const oneStepAt = ({ exact }: { readonly exact: TruthAt | undefined }) =>
  exact !== undefined && "moments" in exact ? (exact as TruthAt & OneStepOfPolicy) : undefined;
