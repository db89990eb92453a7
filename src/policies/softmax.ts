import type { TabularPolicy } from "./policy.ts";

/**
 * The tabular softmax policy, one logit per state and action: π(a|s) = exp θ(s,a) / Σ_b exp θ(s,b), with the
 * score ∂ log π(a|s) / ∂θ(s,b) = [a = b] − π(b|s).
 *
 * A weighted sum of scores therefore costs one pass over the table, however many steps it sums:
 * Σ_a w(s,a) ∇ log π(a|s) at (s,b) is w(s,b) − π(b|s) Σ_a w(s,a).
 *
 * Source: Sutton & Barto (2018), §13.1.
 */
export const softmax = (states: number, actions: number): TabularPolicy => ({
  kind: "softmax",
  scores: "softmax",
  parameters: states * actions,
  states,
  actions,

  probabilities(theta, out) {
    for (let first = 0; first < out.length; first += actions) {
      let largest = theta[first];
      for (let a = 1; a < actions; a++) largest = Math.max(largest, theta[first + a]);
      let sum = 0;
      for (let a = 0; a < actions; a++) sum += out[first + a] = Math.exp(theta[first + a] - largest);
      for (let a = 0; a < actions; a++) out[first + a] /= sum;
    }
  },

  weightedScores(probabilities, weights, out) {
    for (let first = 0; first < out.length; first += actions) {
      let sum = 0;
      for (let a = 0; a < actions; a++) sum += weights[first + a];
      for (let a = 0; a < actions; a++) out[first + a] = weights[first + a] - probabilities[first + a] * sum;
    }
  },
});
