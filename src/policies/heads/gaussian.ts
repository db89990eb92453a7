import { normal } from "../../random.ts";
import type { Head } from "./head.ts";

const LOG_ROOT_TAU = 0.5 * Math.log(2 * Math.PI);

/**
 * A Gaussian with independent coordinates: a_j ~ N(μ_j, σ_j²), with the means as its inputs. The scores are
 * ∂log π/∂μ_j = (a_j − μ_j)/σ_j² and, where log σ is learned, ∂log π/∂log σ_j = ((a_j − μ_j)/σ_j)² − 1.
 *
 * Source: Williams (1992), Machine Learning 8, §6 (Gaussian units).
 *
 * @param size coordinates K of an action
 * @param deviation σ > 0 of every coordinate; or "learned", and then log σ [K] are parameters
 */
export const gaussian = (size: number, deviation: number | "learned"): Head => {
  const sigma = new Float64Array(size);
  if (deviation !== "learned") sigma.fill(deviation);
  let logNormalizer = 0; // Σ_j log(σ_j √2π)
  const renormalize = () => {
    logNormalizer = 0;
    for (let j = 0; j < size; j++) logNormalizer += Math.log(sigma[j]) + LOG_ROOT_TAU;
  };
  renormalize();
  return {
    inputs: size,
    action: { size },
    parameters: deviation === "learned" ? size : 0,

    load(theta, first) {
      if (deviation !== "learned") return;
      for (let j = 0; j < size; j++) sigma[j] = Math.exp(theta[first + j]);
      renormalize();
    },

    draw(means, rows, random, actions) {
      for (let k = 0; k < rows * size; k++) actions[k] = means[k] + sigma[k % size] * normal(random);
    },

    mode: (means, rows, actions) => actions.set(means.subarray(0, rows * size)),

    logProbabilities(means, first, rows, actions, out) {
      for (let r = 0; r < rows; r++) {
        let square = 0;
        for (let j = 0; j < size; j++) {
          const z = (actions[(first + r) * size + j] - means[r * size + j]) / sigma[j];
          square += z * z;
        }
        out[first + r] = -0.5 * square - logNormalizer;
      }
    },

    slopes(means, first, rows, actions, slopes) {
      for (let k = 0; k < rows * size; k++) {
        const deviation = sigma[k % size];
        slopes[k] = (actions[first * size + k] - means[k]) / (deviation * deviation);
      }
    },

    // log σ′/σ + (σ² + (μ − μ′)²)/2σ′² − ½, over the coordinates
    divergences(from, to, rows, out) {
      out.fill(0, 0, rows);
      for (let j = 0; j < size; j++) {
        const scale = deviation === "learned" ? to.own[j] : Math.log(deviation);
        const logRatio = deviation === "learned" ? to.own[j] - from.own[j] : 0;
        const constant = logRatio + 0.5 * Math.expm1(-2 * logRatio);
        const precision = Math.exp(-2 * scale);
        for (let r = 0; r < rows; r++) {
          const shift = from.outputs[r * size + j] - to.outputs[r * size + j];
          out[r] += constant + 0.5 * shift * shift * precision;
        }
      }
    },

    fisher(_, rows, tangents, out) {
      for (let k = 0; k < rows * size; k++) {
        const deviation = sigma[k % size];
        out[k] = tangents[k] / (deviation * deviation);
      }
    },

    // H = Σ_j (½ + log(σ_j √2π)): whatever the means are
    entropies: (_, rows, out) => void out.fill(0.5 * size + logNormalizer, 0, rows),
    addEntropySlopes(_, rows, weight, __, out, place) {
      if (deviation === "learned") for (let j = 0; j < size; j++) out[place + j] += weight * rows;
    },

    ...(deviation === "learned" && {
      addOwnFisher(rows, direction, out, place) {
        for (let j = 0; j < size; j++) out[place + j] += 2 * rows * direction[place + j];
      },

      addOwnScores(means, first, rows, actions, weightings, outs, place) {
        for (let r = 0; r < rows; r++) {
          for (let j = 0; j < size; j++) {
            const z = (actions[(first + r) * size + j] - means[r * size + j]) / sigma[j];
            for (let e = 0; e < outs.length; e++)
              outs[e][place + j] += weightings[e][first + r] * (z * z - 1);
          }
        }
      },
    }),
  };
};
