import type { Head } from "./head.ts";

/**
 * The softmax over discrete actions: π(a) = exp z_a / Σ_b exp z_b, with the logits z as its inputs and the score
 * ∂log π(a)/∂z_b = [a = b] − π(b). An action is drawn from one uniform, by inverse CDF.
 *
 * Source: Sutton & Barto (2018), §13.1.
 */
export const categorical = (count: number): Head => {
  const probabilities = new Float64Array(count);
  /** The largest logit z and Σ_b exp(z_b − z) of the last row; a number that is returned may be boxed. */
  const scale = new Float64Array(2);
  /** Writes π of one row. */
  const softmax = (logits: Float64Array, row: number): void => {
    const first = row * count;
    let largest = logits[first];
    for (let b = 1; b < count; b++) if (logits[first + b] > largest) largest = logits[first + b];
    let sum = 0;
    for (let b = 0; b < count; b++) sum += probabilities[b] = Math.exp(logits[first + b] - largest);
    for (let b = 0; b < count; b++) probabilities[b] /= sum;
    scale[0] = largest;
    scale[1] = sum;
  };
  return {
    inputs: count,
    action: { count },
    parameters: 0,
    load() {},

    draw(logits, rows, random, actions) {
      for (let r = 0; r < rows; r++) {
        softmax(logits, r);
        const u = random.next();
        let action = 0;
        let sum = probabilities[0];
        while (u >= sum && action < count - 1) sum += probabilities[++action];
        actions[r] = action;
      }
    },

    mode(logits, rows, actions) {
      for (let r = 0; r < rows; r++) {
        let best = 0;
        for (let b = 1; b < count; b++) if (logits[r * count + b] > logits[r * count + best]) best = b;
        actions[r] = best;
      }
    },

    logProbabilities(logits, first, rows, actions, out) {
      for (let r = 0; r < rows; r++) {
        softmax(logits, r);
        out[first + r] = logits[r * count + actions[first + r]] - (scale[0] + Math.log(scale[1]));
      }
    },

    slopes(logits, first, rows, actions, slopes) {
      for (let r = 0; r < rows; r++) {
        softmax(logits, r);
        for (let b = 0; b < count; b++) slopes[r * count + b] = -probabilities[b];
        slopes[r * count + actions[first + r]] += 1;
      }
    },

    // Σ_b π(b) (z_b − z′_b) − log Σ exp z + log Σ exp z′
    divergences(from, to, rows, out) {
      for (let r = 0; r < rows; r++) {
        softmax(to.outputs, r);
        const normalizer = scale[0] + Math.log(scale[1]);
        softmax(from.outputs, r);
        let sum = normalizer - (scale[0] + Math.log(scale[1]));
        for (let b = 0, k = r * count; b < count; b++, k++)
          if (probabilities[b] > 0) sum += probabilities[b] * (from.outputs[k] - to.outputs[k]);
        out[r] = sum;
      }
    },

    // π ∘ t − π (π · t)
    fisher(logits, rows, tangents, out) {
      for (let r = 0; r < rows; r++) {
        softmax(logits, r);
        let mean = 0;
        for (let b = 0; b < count; b++) mean += probabilities[b] * tangents[r * count + b];
        for (let b = 0; b < count; b++)
          out[r * count + b] = probabilities[b] * (tangents[r * count + b] - mean);
      }
    },

    entropies(logits, rows, out) {
      for (let r = 0; r < rows; r++) {
        softmax(logits, r);
        out[r] = entropyOf(probabilities);
      }
    },

    addEntropySlopes(logits, rows, weight, slopes) {
      for (let r = 0; r < rows; r++) {
        softmax(logits, r);
        const entropy = entropyOf(probabilities);
        for (let b = 0; b < count; b++) {
          const p = probabilities[b];
          if (p > 0) slopes[r * count + b] -= weight * p * (Math.log(p) + entropy); // ∂H/∂z_b = −π(b)(log π(b) + H)
        }
      }
    },
  };
};

/** H = −Σ_b π(b) log π(b). */
const entropyOf = (probabilities: Float64Array): number => {
  let sum = 0;
  for (let b = 0; b < probabilities.length; b++) {
    const p = probabilities[b];
    if (p > 0) sum -= p * Math.log(p);
  }
  return sum;
};
