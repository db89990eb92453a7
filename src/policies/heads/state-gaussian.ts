import { normal } from "../../random.ts";
import type { Head } from "./head.ts";

const LOG_ROOT_TAU = 0.5 * Math.log(2 * Math.PI);

/** log σ is kept within these: σ from 2e-9 to 7.4. */
const LEAST = -20;
const MOST = 2;

/**
 * A Gaussian with independent coordinates whose deviations depend on the observation: its 2K inputs are the means μ, and
 * then log σ, which is clipped to [−20, 2] and has no slope beyond. With z = (a − μ)/σ, ∂log π/∂μ = z/σ and
 * ∂log π/∂log σ = z² − 1.
 *
 * Source: Haarnoja et al. (2018), Soft actor-critic, appendix C; the limits of log σ are those of its code.
 *
 * @param size coordinates K of an action
 */
export const stateGaussian = (size: number): Head => {
  const H = 2 * size;
  const inside = (logSigma: number): boolean => logSigma > LEAST && logSigma < MOST;
  const clipped = (logSigma: number): number => Math.min(MOST, Math.max(LEAST, logSigma));
  return {
    inputs: H,
    action: { size },
    parameters: 0,
    load() {},

    draw(outputs, rows, random, actions) {
      for (let r = 0; r < rows; r++)
        for (let j = 0, k = r * H; j < size; j++, k++)
          actions[r * size + j] = outputs[k] + Math.exp(clipped(outputs[k + size])) * normal(random);
    },

    mode(outputs, rows, actions) {
      for (let r = 0; r < rows; r++)
        for (let j = 0; j < size; j++) actions[r * size + j] = outputs[r * H + j];
    },

    logProbabilities(outputs, first, rows, actions, out) {
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let j = 0, k = r * H; j < size; j++, k++) {
          const logSigma = clipped(outputs[k + size]);
          const z = (actions[(first + r) * size + j] - outputs[k]) * Math.exp(-logSigma);
          sum -= 0.5 * z * z + logSigma + LOG_ROOT_TAU;
        }
        out[first + r] = sum;
      }
    },

    slopes(outputs, first, rows, actions, slopes) {
      for (let r = 0; r < rows; r++)
        for (let j = 0, k = r * H; j < size; j++, k++) {
          const precision = Math.exp(-clipped(outputs[k + size]));
          const z = (actions[(first + r) * size + j] - outputs[k]) * precision;
          slopes[k] = z * precision;
          slopes[k + size] = inside(outputs[k + size]) ? z * z - 1 : 0;
        }
    },

    // log σ′/σ + (σ² + (μ − μ′)²)/2σ′² − ½, over the coordinates
    divergences(from, to, rows, out) {
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let j = 0, k = r * H; j < size; j++, k++) {
          const scale = clipped(to.outputs[k + size]);
          const logRatio = scale - clipped(from.outputs[k + size]);
          const shift = (from.outputs[k] - to.outputs[k]) * Math.exp(-scale);
          sum += logRatio + 0.5 * (Math.expm1(-2 * logRatio) + shift * shift);
        }
        out[r] = sum;
      }
    },

    fisher(outputs, rows, tangents, out) {
      for (let r = 0; r < rows; r++)
        for (let j = 0, k = r * H; j < size; j++, k++) {
          const logSigma = outputs[k + size];
          out[k] = tangents[k] * Math.exp(-2 * clipped(logSigma));
          out[k + size] = inside(logSigma) ? 2 * tangents[k + size] : 0;
        }
    },

    entropies(outputs, rows, out) {
      for (let r = 0; r < rows; r++) {
        let sum = size * (0.5 + LOG_ROOT_TAU);
        for (let j = 0; j < size; j++) sum += clipped(outputs[r * H + size + j]);
        out[r] = sum;
      }
    },

    addEntropySlopes(outputs, rows, weight, slopes) {
      for (let r = 0; r < rows; r++)
        for (let k = r * H + size; k < (r + 1) * H; k++) if (inside(outputs[k])) slopes[k] += weight;
    },
  };
};
