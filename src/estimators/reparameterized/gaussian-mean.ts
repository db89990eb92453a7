import type { ContinuousEnvironment } from "../../../envs/contract/environment.ts";
import { requireContinuous } from "../../../envs/contract/environment.ts";
import type { FunctionPolicy, GaussianShape } from "../../policies/policy.ts";
import type { EstimatorContext } from "../kind.ts";

/** A Gaussian policy whose mean is linear in θ, and what it acts in. */
export interface GaussianProblem {
  readonly environment: ContinuousEnvironment;
  readonly policy: FunctionPolicy;
  readonly shape: GaussianShape;
  /** Coordinates K of an action. */
  readonly size: number;
}

/** @throws RangeError, naming `kind`, where the policy is no Gaussian with a mean that is linear in θ */
export const needGaussian = (context: EstimatorContext, kind: string): GaussianProblem => {
  const environment = requireContinuous(context.environment, kind);
  const policy = context.policy as FunctionPolicy;
  const { gaussian: shape, action } = policy;
  if (shape === undefined || action.size === undefined)
    throw new RangeError(
      `${kind} needs a Gaussian policy with a mean linear in θ, linear-gaussian or time-gaussian; got ${policy.kind}`,
    );
  return { environment, policy, shape, size: action.size };
};

/**
 * Adds Σ_k slope_k ∂μ_k(x, t)/∂θ.
 * @param slope [K] @param observations x is read from index `first` on; its size is that of the gain's columns
 * @param out [P]
 */
export const addMeanSlope = (
  { mean, bias }: GaussianShape,
  observationSize: number,
  slope: Float64Array,
  t: number,
  observations: Float64Array,
  first: number,
  out: Float64Array,
): void => {
  const K = slope.length;
  for (let k = 0; k < K; k++) {
    if (mean === "time") {
      out[t * K + k] += slope[k];
      continue;
    }
    for (let o = 0; o < observationSize; o++)
      out[k * observationSize + o] += slope[k] * observations[first + o];
    if (bias) out[K * observationSize + k] += slope[k];
  }
};

/** Writes μ(x, t) = K x + b. @param gain [K, O] @param offset [K] @param out [K] */
export const writeMean = (
  gain: Float64Array,
  offset: Float64Array,
  observations: Float64Array,
  first: number,
  out: Float64Array,
): void => {
  const K = offset.length;
  const O = gain.length / K;
  for (let k = 0; k < K; k++) {
    let sum = offset[k];
    for (let o = 0; o < O; o++) sum += gain[k * O + o] * observations[first + o];
    out[k] = sum;
  }
};
