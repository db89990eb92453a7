import { type Body, ROWS } from "./body.ts";
import type { Distributions, Head } from "./heads/head.ts";

/** Observations as a policy's body reads them: normalized already, where there is a normalizer. */
export interface InputRows {
  readonly rows: number;
  readonly inputs: Float64Array; // [rows, O]
  readonly times: Int32Array; // [rows]
}

/** How far apart a policy's distributions are when θ moves: KL, and its second derivative. */
export interface PolicyMetric {
  /** Numbers H that the body gives for a row, and number of the head's own parameters. */
  readonly outputs: number;
  readonly own: number;
  /** Writes the distributions of some rows at the θ that was loaded. @param theta the same again. # [P] */
  distributions(input: InputRows, theta: Float64Array, out: Distributions): void;
  /** Writes KL(π‖π′) of each row, in nats. @param to π′ @param out [rows] */
  divergences(from: Distributions, to: Distributions, rows: number, out: Float64Array): void;
  /**
   * Adds Σ_r F(x_r) v at the θ that was loaded. F(x) is the Fisher matrix of π(·|x), the second derivative of KL there:
   * JᵀM J for the body, with J = ∂outputs/∂θ and M that of the head, and the head's own block. No second derivatives of the
   * body are needed, as the slopes of KL are 0 there.
   *
   * Source: Martens (2020), Journal of Machine Learning Research 21, §8; Schulman et al. (2015), arXiv 1502.05477, appendix C.
   *
   * @param direction v. # [P] @param out [P]
   */
  addFisher(input: InputRows, direction: Float64Array, out: Float64Array): void;
}

/** The metric of the policy that a body and a head make. */
export const policyMetric = (body: Body, head: Head): PolicyMetric => {
  const H = body.outputs;
  const outputs = new Float64Array(ROWS * H);
  const tangents = new Float64Array(ROWS * H);
  const ones = new Float64Array(ROWS).fill(1);
  return {
    outputs: H,
    own: head.parameters,
    divergences: head.divergences,

    distributions({ inputs, rows, times }, theta, out) {
      for (let first = 0; first < rows; first += ROWS) {
        const count = Math.min(ROWS, rows - first);
        body.forward(inputs, first, count, times.subarray(first), outputs);
        for (let k = 0; k < count * H; k++) out.outputs[first * H + k] = outputs[k];
      }
      for (let j = 0; j < head.parameters; j++) out.own[j] = theta[body.parameters + j];
    },

    addFisher({ inputs, rows, times }, direction, out) {
      for (let first = 0; first < rows; first += ROWS) {
        const count = Math.min(ROWS, rows - first);
        body.forward(inputs, first, count, times.subarray(first), outputs);
        body.tangents(count, direction, tangents);
        head.fisher(outputs, count, tangents, tangents);
        body.backward(0, count, tangents, [ones], [out]);
      }
      head.addOwnFisher?.(rows, direction, out, body.parameters);
    },
  };
};
