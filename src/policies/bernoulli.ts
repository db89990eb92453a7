import type { TabularPolicy } from "./policy.ts";

/**
 * The Bernoulli-logistic policy over two actions y ∈ {0, 1}: P(y = 1|x) = p = σ(θ·x), with the score
 * ∇θ log π(y|x) = (y − p)·x.
 *
 * Mind the sign: (y − p)·x is the gradient of the log-likelihood. A well-known web page prints it as ∂L/∂θ of
 * the cross-entropy *loss*, whose gradient is the negative of it, (p − y)·x.
 *
 * Source: Williams (1992), Machine Learning 8, §4 (Bernoulli-logistic unit).
 *
 * @param features x of every state. # [S, D]
 */
export const bernoulli = (states: number, features: Float64Array): TabularPolicy => {
  const size = features.length / states;
  return {
    kind: "bernoulli",
    parameters: size,
    states,
    actions: 2,

    probabilities(theta, out) {
      for (let s = 0; s < states; s++) {
        let logit = 0;
        for (let j = 0; j < size; j++) logit += theta[j] * features[s * size + j];
        out[2 * s] = 1 / (1 + Math.exp(logit)); // not 1 − p, which would lose small values
        out[2 * s + 1] = 1 / (1 + Math.exp(-logit));
      }
    },

    weightedScores(probabilities, weights, out) {
      out.fill(0);
      for (let s = 0; s < states; s++) {
        // w₁(1 − p) + w₀(0 − p)
        const weight = weights[2 * s + 1] * probabilities[2 * s] - weights[2 * s] * probabilities[2 * s + 1];
        for (let j = 0; j < size; j++) out[j] += weight * features[s * size + j];
      }
    },
  };
};
