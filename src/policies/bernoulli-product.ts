import type { TabularPolicy } from "./policy.ts";

/**
 * Independent bits b_i ~ Bernoulli(p_i), p_i = σ(φ_i), as one action Σ_i b_i 2ⁱ of a single state; every bit has
 * a logit φ_i of its own (P = N), or all have the same (P = 1). The score is ∂ log π / ∂φ_i = b_i − p_i, summed
 * over the bits that share φ.
 *
 * All 2ᴺ actions are gone through, in time O(2ᴺ) and not O(N 2ᴺ): a table is folded in half for each bit.
 *
 * Source: Williams (1992), Machine Learning 8, §4 (Bernoulli-logistic units).
 */
export const bernoulliProduct = (count: number, logits: "own" | "shared"): TabularPolicy => {
  const actions = 2 ** count;
  const bitLogits = Int32Array.from({ length: count }, (_, i) => (logits === "own" ? i : 0));
  const folded = new Float64Array(actions / 2);
  const masses = [new Float64Array(count), new Float64Array(count)] as const; // of b_i = 0, and of b_i = 1
  const sums = [new Float64Array(count), new Float64Array(count)] as const;
  return {
    kind: "bernoulli-product",
    parameters: logits === "own" ? count : 1,
    states: 1,
    actions,
    bitLogits,

    probabilities(theta, out) {
      out[0] = 1;
      for (let i = 0; i < count; i++) {
        const place = 2 ** i;
        const one = 1 / (1 + Math.exp(-theta[bitLogits[i]]));
        const zero = 1 / (1 + Math.exp(theta[bitLogits[i]])); // not 1 − p, which would lose small values
        for (let mask = 0; mask < place; mask++) {
          out[mask + place] = out[mask] * one;
          out[mask] *= zero;
        }
      }
    },

    weightedScores(probabilities, weights, out) {
      sumByBit(probabilities, folded, ...masses);
      sumByBit(weights, folded, ...sums);
      out.fill(0);
      // Σ_a w(a) (b_i − p_i) = (Σ_{b_i = 1} w) (1 − p_i) − (Σ_{b_i = 0} w) p_i
      for (let i = 0; i < count; i++)
        out[bitLogits[i]] += sums[1][i] * masses[0][i] - sums[0][i] * masses[1][i];
    },
  };
};

/**
 * Sums a table over the actions in which bit i is 0, and over those in which it is 1. The last bit's are its
 * halves; added to each other they are the table of the other bits.
 * @param table [2ᴺ] @param folded scratch [2ᴺ⁻¹] @param zeros [N] @param ones [N]
 */
const sumByBit = (
  table: Float64Array,
  folded: Float64Array,
  zeros: Float64Array,
  ones: Float64Array,
): void => {
  let from = table;
  for (let i = zeros.length - 1; i >= 0; i--) {
    const half = 2 ** i;
    let zero = 0;
    let one = 0;
    for (let mask = 0; mask < half; mask++) {
      const low = from[mask];
      const high = from[mask + half];
      zero += low;
      one += high;
      folded[mask] = low + high;
    }
    zeros[i] = zero;
    ones[i] = one;
    from = folded;
  }
};
