import type { Body } from "../body.ts";

/**
 * A linear map: out_h = Σ_o W_{ho} x_o, plus a bias b_h if wanted. θ begins with W [H, O], row-major, then b [H].
 */
export const linear = (inputs: number, outputs: number, bias: boolean): Body => {
  const size = outputs * (inputs + (bias ? 1 : 0));
  const weights = new Float64Array(size);
  let seen: Float64Array = new Float64Array(0); // the observations of the last forward
  let firstSeen = 0;
  return {
    parameters: size,
    outputs,
    load: (theta) => weights.set(theta.subarray(0, size)),

    forward(observations, first, rows, _, out) {
      seen = observations;
      firstSeen = first;
      for (let r = 0; r < rows; r++) {
        const x = (first + r) * inputs;
        for (let h = 0; h < outputs; h++) {
          let sum = bias ? weights[outputs * inputs + h] : 0;
          for (let o = 0; o < inputs; o++) sum += weights[h * inputs + o] * observations[x + o];
          out[r * outputs + h] = sum;
        }
      }
    },

    backward(first, rows, slopes, weightings, outs) {
      for (let e = 0; e < outs.length; e++) {
        const gradient = outs[e];
        for (let r = 0; r < rows; r++) {
          const x = (firstSeen + r) * inputs;
          const weight = weightings[e][first + r];
          for (let h = 0; h < outputs; h++) {
            const slope = weight * slopes[r * outputs + h];
            for (let o = 0; o < inputs; o++) gradient[h * inputs + o] += slope * seen[x + o];
            if (bias) gradient[outputs * inputs + h] += slope;
          }
        }
      }
    },

    tangents(rows, direction, out) {
      for (let r = 0; r < rows; r++) {
        const x = (firstSeen + r) * inputs;
        for (let h = 0; h < outputs; h++) {
          let sum = bias ? direction[outputs * inputs + h] : 0;
          for (let o = 0; o < inputs; o++) sum += direction[h * inputs + o] * seen[x + o];
          out[r * outputs + h] = sum;
        }
      }
    },
  };
};
