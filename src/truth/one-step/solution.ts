import type { OneStepModel } from "../../../envs/contract/models.ts";
import type { ExactGradient } from "../../problem/exact.ts";
import { type AdditiveReward, additiveReward, expectedReward } from "./additive.ts";
import { type GaussianAction, parameterAt, parametersOf } from "./gaussian.ts";

/** J = E[f(u)] and ∇J of a one-step problem under a Gaussian action. */
export interface OneStepSolution extends Omit<ExactGradient, "rounding"> {
  /** Takes on θ as it is now. @param theta [P] @throws RangeError if it is not as long as it should be */
  restart(theta: Float64Array): void;
}

/**
 * The exact solution, at θ = 0 until `restart`: in closed form for −c‖u − z‖² + d,
 *
 *   J = d − c Σ_i ((μ_i − z_i)² + σ_i²),  ∂J/∂μ_i = −2c (μ_i − z_i),  ∂J/∂log σ_i = −2c σ_i²,
 *
 * else by quadrature: ∂J/∂μ = E[f ε]/σ, ∂J/∂log σ = E[f (ε² − 1)].
 *
 * @throws RangeError where the model and the action do not fit
 */
export const oneStepSolution = (model: OneStepModel, action: GaussianAction): OneStepSolution => {
  let reward = additiveReward(model, action, new Float64Array(parametersOf(action)));
  return {
    restart(theta) {
      reward = additiveReward(model, action, theta);
    },
    get value() {
      return expectedReward(reward);
    },
    gradient(out) {
      writeGradient(reward, action, out);
    },
  };
};

/** Writes ∇E[f]. @param out [P] */
export const writeGradient = (
  { factor, terms }: AdditiveReward,
  action: GaussianAction,
  out: Float64Array,
): void => {
  const d = action.size;
  for (let j = 0; j < parametersOf(action); j++) out[j] = factor * terms[j % d].slope(parameterAt(action, j));
};
