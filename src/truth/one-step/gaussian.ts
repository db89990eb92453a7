/**
 * A Gaussian action u ~ N(μ, diag(σ²)) and what θ says of it: μ [d], then log σ [d] where the standard deviations are
 * learned.
 */
export interface GaussianAction {
  /** Numbers d of an action. */
  readonly size: number;
  /** Standard deviation of every coordinate, or "learned". */
  readonly deviation: { readonly fixed: number } | "learned";
}

/** The two kinds of parameters that a coordinate has. */
export type Parameter = "mean" | "log-deviation";

/** Length P of θ. */
export const parametersOf = ({ size, deviation }: GaussianAction): number =>
  deviation === "learned" ? 2 * size : size;

/** What θ_j is. */
export const parameterAt = ({ size }: GaussianAction, j: number): Parameter =>
  j < size ? "mean" : "log-deviation";

/** σ_i. @param theta [P] */
export const deviationAt = ({ size, deviation }: GaussianAction, theta: Float64Array, i: number): number =>
  deviation === "learned" ? Math.exp(theta[size + i]) : deviation.fixed;

/** E[S²] of the score S of a parameter, which is ε/σ of the mean and ε² − 1 of log σ, with u = μ + σ ε. */
export const scoreSquare = (parameter: Parameter, deviation: number): number =>
  parameter === "mean" ? 1 / (deviation * deviation) : 2;

/** S(−ε) / S(ε). */
export const scoreSymmetry = (parameter: Parameter): 1 | -1 => (parameter === "mean" ? -1 : 1);
