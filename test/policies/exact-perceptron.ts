import type { PerceptronShape } from "../../src/policies/bodies/perceptron.ts";
import type { Body } from "../../src/policies/body.ts";
import { rowOf, twin } from "./perceptron-twin.ts";

/** A perceptron in float64, row by row: what the kernel's is compared with, and what makes tight limits possible. */
export const exactPerceptron = (shape: PerceptronShape): Body => {
  const { inputs, widths, outputs } = shape;
  const sizes = [inputs, ...widths, outputs];
  const parameters = sizes.slice(1).reduce((sum, size, l) => sum + size * (sizes[l] + 1), 0);
  const theta = new Float64Array(parameters);
  const gradientOf = (observation: number[], slopes: readonly number[]) =>
    twin(shape, theta, observation, slopes).gradient;
  let seen: number[][] = [];
  return {
    parameters,
    outputs,
    load: (all) => theta.set(all.subarray(0, parameters)),
    forward(observations, first, rows, _, out) {
      seen = Array.from({ length: rows }, (_, r) => rowOf(observations, first + r, inputs));
      for (const [r, row] of seen.entries()) out.set(twin(shape, theta, row).outputs, r * outputs);
    },
    backward(first, rows, slopes, weightings, outs) {
      for (let r = 0; r < rows; r++) {
        const gradient = gradientOf(seen[r], rowOf(slopes, r, outputs));
        for (const [e, out] of outs.entries())
          for (let j = 0; j < parameters; j++) out[j] += weightings[e][first + r] * gradient[j];
      }
    },
    tangents(rows, direction, out) {
      for (let r = 0; r < rows; r++)
        for (let h = 0; h < outputs; h++) {
          const unit = Array.from({ length: outputs }, (_, k) => (k === h ? 1 : 0));
          out[r * outputs + h] = gradientOf(seen[r], unit).reduce(
            (sum, slope, j) => sum + slope * direction[j],
            0,
          );
        }
    },
  };
};
