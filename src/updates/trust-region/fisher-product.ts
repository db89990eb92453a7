import type { InputRows, PolicyMetric } from "../../policies/policy-metric.ts";
import type { LinearMap } from "./conjugate-gradients.ts";

/**
 * v ↦ (F + damping I) v at the θ that the policy was loaded with; F is the mean of the Fisher matrices at some inputs, so the
 * second derivative of the mean KL, whichever of its arguments moves.
 */
export const fisherProduct =
  (metric: PolicyMetric, input: InputRows, damping: number): LinearMap =>
  (v, out) => {
    out.fill(0);
    metric.addFisher(input, v, out);
    for (let j = 0; j < out.length; j++) out[j] = out[j] / input.rows + damping * v[j];
  };
