import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { TabularPolicy } from "./policy.ts";
import { softmax } from "./softmax.ts";

/**
 * The softmax over discrete states whose logits are linear in the state's features: z(s, a) = Σ_d θ(a, d) φ_d(s), plus
 * a constant b(a) if wanted. θ is [A, D], row-major, then b [A]. The scores of the tabular softmax, times the features.
 *
 * @throws RangeError where states have no features, or observations were to be normalized
 */
export const linearTable = (
  { kind, states: S, actions: A, features }: FiniteEnvironment,
  bias: boolean,
  normalize: boolean,
): TabularPolicy => {
  if (features === undefined)
    throw new RangeError(`linear-softmax needs features of the states; ${kind} has none`);
  if (normalize) throw new RangeError(`normalize is for observations; the states of ${kind} are discrete`);
  const D = features.length / S;
  const { probabilities, weightedScores } = softmax(S, A);
  const logits = new Float64Array(S * A);
  const slopes = new Float64Array(S * A);
  return {
    kind: "linear-softmax",
    parameters: A * (D + (bias ? 1 : 0)),
    states: S,
    actions: A,

    probabilities(theta, out) {
      for (let row = 0; row < S * A; row++) {
        const [s, a] = [Math.floor(row / A), row % A];
        let logit = bias ? theta[A * D + a] : 0;
        for (let d = 0; d < D; d++) logit += theta[a * D + d] * features[s * D + d];
        logits[row] = logit;
      }
      probabilities(logits, out);
    },

    weightedScores(table, weights, out) {
      weightedScores(table, weights, slopes);
      out.fill(0);
      for (let row = 0; row < S * A; row++) {
        const [s, a] = [Math.floor(row / A), row % A];
        for (let d = 0; d < D; d++) out[a * D + d] += slopes[row] * features[s * D + d];
        if (bias) out[A * D + a] += slopes[row];
      }
    },
  };
};
