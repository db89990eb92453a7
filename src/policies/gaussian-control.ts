import type { GaussianShape } from "./policy.ts";

/** A Gaussian policy u = K x + b_t + σε at one θ, ε standard normal with independent coordinates. */
export interface GaussianControl {
  /** K, zero for an open loop. # [size, D] */
  readonly gain: Float64Array;
  /** σ. # [size] */
  readonly deviation: Float64Array;
  /** b_t. # [size] */
  offset(t: number): Float64Array;
}

/** Length P of θ. @param horizon steps that an open loop has means for */
export const parametersOf = (
  { mean, bias, deviation }: GaussianShape,
  states: number,
  size: number,
  horizon: number,
): number => {
  const ofMean = mean === "time" ? horizon * size : size * (states + (bias ? 1 : 0));
  return ofMean + (deviation === "learned" ? size : 0);
};

/** Reads a policy from θ, which is laid out as `GaussianShape` says. @param states D @param size coordinates of u */
export const readControl = (
  { mean, bias, deviation }: GaussianShape,
  theta: Float64Array,
  states: number,
  size: number,
): GaussianControl => {
  const learned = deviation === "learned";
  const sigma = learned
    ? theta.slice(theta.length - size).map(Math.exp)
    : new Float64Array(size).fill(deviation);
  if (mean === "time") {
    const means = theta.slice();
    const offset = (t: number) => means.subarray(t * size, (t + 1) * size);
    return { gain: new Float64Array(size * states), deviation: sigma, offset };
  }
  const first = size * states;
  const constant = bias ? theta.slice(first, first + size) : new Float64Array(size);
  return { gain: theta.slice(0, first), deviation: sigma, offset: () => constant };
};
