import {
  measureValuedDeviation,
  measureValuedGaussian,
} from "../../../src/estimators/reparameterized/measure-valued-gaussian.ts";
import type { Random } from "../../../src/random.ts";
import { normal } from "../../../src/random.ts";

/**
 * Writes one measure-valued estimate of the gradient of E[f(u)], u ~ N(μ, diag(σ²)), by μ, and by log σ where `out` has
 * room for it: every parameter has a coupled pair of its own, and all share the draw of the other coordinates, so that
 * the parts of f that do not depend on a coordinate cancel. It evaluates f twice for each parameter.
 *
 * @param value f(u) @param mean μ # [d] @param deviation σ # [d]
 * @param action memory for an action # [d]
 * @param out ∂/∂μ, and ∂/∂log σ if it is [2d] # [d] or [2d]
 */
export const measureValuedGradient = (
  value: (action: Float64Array) => number,
  mean: Float64Array,
  deviation: Float64Array,
  random: Random,
  action: Float64Array,
  out: Float64Array,
): void => {
  const d = mean.length;
  for (let i = 0; i < d; i++) action[i] = mean[i] + deviation[i] * normal(random);
  for (let j = 0; j < out.length; j++) {
    const i = j % d;
    const drawn = action[i];
    let factor = 1;
    if (j < d) factor = measureValuedGaussian(random, mean[i], deviation[i], pair);
    else measureValuedDeviation(random, mean[i], deviation[i], pair);
    const [plus, minus] = pair;
    action[i] = plus;
    const atPlus = value(action);
    action[i] = minus;
    out[j] = factor * (atPlus - value(action));
    action[i] = drawn;
  }
};

const pair = new Float64Array(2);
