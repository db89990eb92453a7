import { held, type Savable } from "../../memory/state.ts";
import { perceptron } from "../../policies/bodies/perceptron.ts";
import { ROWS } from "../../policies/body.ts";
import { initialWeights } from "../../policies/perceptron/initial.ts";
import type { Scheme } from "../../policies/perceptron/schemes.ts";
import type { HiddenLayers } from "../../policies/policy.ts";
import type { Random } from "../../random.ts";

/** What a value network is made of. */
export interface ValueFunctionShape extends HiddenLayers {
  /** How its first weights are drawn. */
  readonly weights: Scheme;
}

/** V of inputs as a policy's body reads them, in the units of the rewards that are learned from: a perceptron. */
export interface ValueFunction extends Savable {
  readonly shape: ValueFunctionShape;
  /** w; call `load` after it was changed. # [W] */
  readonly weights: Float64Array;
  /**
   * How many of w are those of hidden layers that it shares with the policy: the first ones of θ, of which `load` makes them
   * copies. 0 where it has hidden layers of its own.
   */
  readonly shared: number;
  /** Takes on w, and what it shares of θ. @param theta of the policy. # [P] */
  load(theta: Float64Array): void;
  /** Writes V of any number of rows. @param inputs [rows, O] @param out [rows] */
  evaluate(inputs: Float64Array, rows: number, out: Float64Array): void;
  /** Writes V of at most `ROWS` rows from row `first` on, and keeps what `addGradient` needs. @param out [rows] */
  forward(inputs: Float64Array, first: number, rows: number, out: Float64Array): void;
  /** Adds Σ_r u_r ∂V_r/∂w over the rows of the last `forward`. @param slopes u. # [rows] @param out [W] */
  addGradient(slopes: Float64Array, out: Float64Array): void;
}

/**
 * @param inputs numbers O of a row @param random draws the first weights
 * @param sharesHidden whether its hidden layers are the policy's, and the last one alone is its own
 */
export const valueFunction = (
  inputs: number,
  shape: ValueFunctionShape,
  random: Random,
  sharesHidden = false,
): ValueFunction => {
  const { widths, activation, weights: scheme } = shape;
  const body = perceptron({ inputs, widths, outputs: 1, activation });
  const weights = new Float64Array(body.parameters);
  initialWeights([inputs, ...widths, 1], scheme)(random, weights);
  body.load(weights);
  const shared = sharesHidden ? body.parameters - (widths[widths.length - 1] + 1) : 0;
  const unread = new Int32Array(ROWS); // times
  const ones = new Float64Array(ROWS).fill(1);
  const { save, restore } = held({ weights });
  let rowsOfLast = 0;
  const forward: ValueFunction["forward"] = (rowsIn, first, rows, out) => {
    rowsOfLast = rows;
    body.forward(rowsIn, first, rows, unread, out);
  };
  return {
    save,
    restore(state) {
      restore(state);
      body.load(weights);
    },
    shape,
    weights,
    shared,
    load(theta) {
      for (let j = 0; j < shared; j++) weights[j] = theta[j];
      body.load(weights);
    },
    evaluate(rowsIn, rows, out) {
      for (let first = 0; first < rows; first += ROWS)
        forward(rowsIn, first, Math.min(ROWS, rows - first), out.subarray(first));
    },
    forward,
    addGradient: (slopes, out) => body.backward(0, rowsOfLast, slopes, [ones], [out]),
  };
};
