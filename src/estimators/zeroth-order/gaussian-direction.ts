import type { Random } from "../../random.ts";
import { normal } from "../../random.ts";
import type { OtherEstimand } from "../estimator.ts";
import type { EstimatorContext } from "../kind.ts";
import { gaussianRule } from "./direction-rules.ts";
import { smoothedGradient } from "./smoothed-gradient.ts";

/** Writes v ~ N(0, I). */
export const drawGaussian = (_: number, random: Random, out: Float64Array): void => {
  for (let j = 0; j < out.length; j++) out[j] = normal(random);
};

/** ∇ E[J(θ + σv)], v ~ N(0, I): by quadrature up to P = 6, where J is known. */
export const gaussianSmoothing = (context: EstimatorContext, step: number, name: string): OtherEstimand =>
  smoothedGradient(context, {
    ...{ name, step, rule: gaussianRule, directions: 1, gaussian: true },
    draw: drawGaussian,
  });
