import type { OneStepModel } from "../../../envs/contract/models.ts";
import { deviationAt, type GaussianAction, parametersOf } from "./gaussian.ts";
import { integratedTerm } from "./integrated-term.ts";
import { quadraticTerm } from "./quadratic-term.ts";
import type { Term } from "./term.ts";

/** A reward that is a sum over coordinates, f(u) = offset + factor Σ_i y_i(u_i), under a Gaussian action. */
export interface AdditiveReward {
  readonly offset: number;
  readonly factor: number;
  readonly terms: readonly Term[]; // [d]
}

/**
 * @param theta [P]
 * @throws RangeError where action and model do not fit, or σ is not positive
 */
export const additiveReward = (
  model: OneStepModel,
  action: GaussianAction,
  theta: Float64Array,
): AdditiveReward => {
  checkFit(model, action, theta);
  const { quadratic } = model;
  if (quadratic) {
    const { center, scale, offset } = quadratic;
    const terms = Array.from(center, (z, i) => quadraticTerm(z, theta[i], deviationAt(action, theta, i)));
    return { offset, factor: -scale, terms };
  }
  const u = new Float64Array(1);
  const slope = new Float64Array(1);
  const value = (x: number) => {
    u[0] = x;
    return model.value(u);
  };
  const slopeOf = (x: number) => {
    u[0] = x;
    model.gradient(u, slope);
    return slope[0];
  };
  return {
    offset: 0,
    factor: 1,
    terms: [integratedTerm(value, slopeOf, theta[0], deviationAt(action, theta, 0))],
  };
};

/** E[f]. */
export const expectedReward = ({ offset, factor, terms }: AdditiveReward): number =>
  offset + factor * terms.reduce((sum, term) => sum + term.value(), 0);

const checkFit = ({ quadratic }: OneStepModel, action: GaussianAction, theta: Float64Array): void => {
  const { size, deviation } = action;
  const expected = quadratic ? quadratic.center.length : 1;
  if (size !== expected)
    throw new RangeError(`expected actions of size ${expected}, that of the one-step model; got ${size}`);
  if (deviation !== "learned" && !(deviation.fixed > 0))
    throw new RangeError(`expected a positive standard deviation; got ${deviation.fixed}`);
  if (theta.length !== parametersOf(action))
    throw new RangeError(`expected ${parametersOf(action)} parameters; got ${theta.length}`);
};
