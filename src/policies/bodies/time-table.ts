import type { Body } from "../body.ts";

/** One row of numbers for each time, whatever is observed: an open loop. θ begins with the rows, [T, H]. */
export const timeTable = (horizon: number, outputs: number): Body => {
  const table = new Float64Array(horizon * outputs);
  let seen: Int32Array = new Int32Array(0);
  return {
    parameters: table.length,
    outputs,
    load: (theta) => table.set(theta.subarray(0, table.length)),

    forward(_, __, rows, times, out) {
      seen = times;
      for (let k = 0; k < rows * outputs; k++)
        out[k] = table[times[Math.floor(k / outputs)] * outputs + (k % outputs)];
    },

    backward(first, rows, slopes, weightings, outs) {
      for (let e = 0; e < outs.length; e++) {
        for (let r = 0; r < rows; r++) {
          const place = seen[r] * outputs;
          const weight = weightings[e][first + r];
          for (let h = 0; h < outputs; h++) outs[e][place + h] += weight * slopes[r * outputs + h];
        }
      }
    },

    tangents(rows, direction, out) {
      for (let r = 0; r < rows; r++)
        for (let h = 0; h < outputs; h++) out[r * outputs + h] = direction[seen[r] * outputs + h];
    },
  };
};
