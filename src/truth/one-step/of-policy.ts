import type { OneStepModel } from "../../../envs/contract/models.ts";
import type { GaussianShape } from "../../policies/policy.ts";
import type { TruthAt } from "../../problem/exact.ts";
import type { BatchMoments } from "../discrete/batch.ts";
import { roundingByTheta } from "../rounding.ts";
import type { OneStepEstimator } from "./estimators.ts";
import { type GaussianAction, parametersOf } from "./gaussian.ts";
import { oneStepMoments } from "./moments.ts";
import { oneStepSolution } from "./solution.ts";

/** What is known without sampling of a Gaussian policy in a one-step problem. */
export interface OneStepOfPolicy extends TruthAt {
  /** The exact moments at the θ of now: `oneStepMoments`, with means [P]. */
  moments(): (estimator: OneStepEstimator, n: number) => BatchMoments | undefined;
}

/**
 * The action of a policy in the only state, whose observation is 1: its mean is K [d, 1], or the first row of m [T, d],
 * of which the other rows have no part in it.
 *
 * @param theta read by `restart`. # [P]

 * A policy with a bias, which is one with K, has no exact moments here.
 *
 * @throws RangeError where the model does not take the policy's actions
 */
export const oneStepOfPolicy = (
  model: OneStepModel,
  { deviation }: GaussianShape,
  size: number,
  theta: Float64Array,
): OneStepOfPolicy => {
  const action: GaussianAction = {
    size,
    deviation: deviation === "learned" ? deviation : { fixed: deviation },
  };
  const P = theta.length;
  const own = new Float64Array(parametersOf(action));
  /** Writes what is at the places of the mean and, at the end of θ, of log σ. */
  const spread = (vector: Float64Array, out: Float64Array) => {
    out.fill(0);
    out.set(vector.subarray(0, size));
    out.set(vector.subarray(size), P - (vector.length - size));
  };
  const solution = oneStepSolution(model, action);
  const gradient = new Float64Array(own.length);
  const restart = () => {
    own.set(theta.subarray(0, size));
    own.set(theta.subarray(P - (own.length - size)), size);
    solution.restart(own);
  };
  restart();
  return {
    restart,
    get value() {
      return solution.value;
    },
    gradient(out) {
      solution.gradient(gradient);
      spread(gradient, out);
    },
    rounding: () =>
      roundingByTheta(own, (moved) => {
        const there = oneStepSolution(model, action);
        there.restart(moved);
        const out = new Float64Array(moved.length);
        there.gradient(out);
        return out;
      }),
    moments() {
      const at = oneStepMoments(model, action, own);
      return (estimator, n) => {
        const moments = at(estimator, n);
        if (moments === undefined) return undefined;
        const mean = new Float64Array(P);
        spread(moments.mean, mean);
        return { ...moments, mean };
      };
    },
  };
};
