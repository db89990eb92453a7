import { held, type Savable } from "../../memory/state.ts";
import { perceptron } from "../../policies/bodies/perceptron.ts";
import { ROWS } from "../../policies/body.ts";
import { observationNormalizer } from "../../policies/observation-normalizer.ts";
import { initialWeights } from "../../policies/perceptron/initial.ts";
import type { Random } from "../../random.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";

export interface ValueShape {
  readonly observationSize: number;
  /** T where t/T is a further input; 0 where time is none. */
  readonly horizon: number;
  /** Units of each hidden layer; none makes V linear. */
  readonly widths: readonly number[];
  readonly activation: "tanh" | "relu";
}

/**
 * V_t(x) = μ + σ f_w(z): a perceptron f with one output, inputs z = (x − mean)/deviation and 2t/T − 1, and outputs in
 * units of the returns. Mean and deviation of the observations and μ and σ of the returns are those of all batches that
 * were seen; V is 0 before the first one.
 */
export interface ValueNetwork extends Savable {
  /** w. Call `load` after it was changed. # [P] */
  readonly weights: Float64Array;
  load(): void;
  /** Draws first weights and forgets all batches. */
  reset(random: Random): void;
  /** Takes in a batch: moves the units of inputs and outputs, and the last layer so that the outputs' change none of V. */
  see(batch: TrajectoryBatch, returns: Float64Array): void;
  /**
   * Writes V of the rows `rows[from]` … `rows[from + count − 1]`, at most ROWS, and keeps what `addSlopes` needs.
   * @param times t of each of all rows @param out by the place in the list. # [count]
   */
  forward(
    observations: Float64Array,
    rows: Int32Array,
    times: Int32Array,
    from: number,
    count: number,
    out: Float64Array,
  ): void;
  /** Adds −∂/∂w Σ_r (V_r − target_r)²/2σ² of the rows of the last `forward`. @param errors target − V. # [count] */
  addSlopes(errors: Float64Array, count: number, out: Float64Array): void;
}

export const valueNetwork = ({
  observationSize: O,
  horizon,
  widths,
  activation,
}: ValueShape): ValueNetwork => {
  const N = O + (horizon > 0 ? 1 : 0);
  const body = perceptron({ inputs: N, widths, outputs: 1, activation });
  const initialize = initialWeights([N, ...widths, 1]);
  const weights = new Float64Array(body.parameters);
  const lastLayer = body.parameters - 1 - (widths.at(-1) ?? N);
  const inputs = new Float64Array(ROWS * N);
  const unread = new Int32Array(ROWS); // times, which the perceptron has among its inputs
  const ones = new Float64Array(ROWS).fill(1);
  const weighting = new Float64Array(ROWS);
  const observed = observationNormalizer(O);
  const returned = observationNormalizer(1);
  const own = { weights, observed, returned, scale: 0 };
  const { save, restore } = held(own);
  return {
    save,
    restore(state) {
      restore(state);
      body.load(weights);
    },
    weights,
    load: () => body.load(weights),
    reset(random) {
      initialize(random, weights);
      body.load(weights);
      observed.reset();
      returned.reset();
      own.scale = 0;
    },
    see(batch, returns) {
      observed.update(batch);
      observed.refresh();
      const before = returned.moments[0];
      returned.update({ ...batch, observations: returns });
      returned.refresh();
      const [mean, deviation] = returned.moments;
      if (own.scale > 0) {
        for (let j = lastLayer; j < weights.length; j++) weights[j] *= own.scale / deviation;
        weights[weights.length - 1] += (before - mean) / deviation;
        body.load(weights);
      }
      own.scale = deviation;
    },
    forward(observations, rows, times, from, count, out) {
      const { moments } = observed;
      for (let r = 0; r < count; r++) {
        const row = rows[from + r];
        for (let o = 0; o < O; o++)
          inputs[r * N + o] = (observations[row * O + o] - moments[o]) / moments[O + o];
        if (horizon > 0) inputs[r * N + O] = (2 * times[row]) / horizon - 1;
      }
      body.forward(inputs, 0, count, unread, out);
      const { scale } = own;
      const mean = scale > 0 ? returned.moments[0] : 0;
      for (let r = 0; r < count; r++) out[r] = mean + scale * out[r];
    },
    addSlopes(errors, count, out) {
      for (let r = 0; r < count; r++) weighting[r] = errors[r] / own.scale;
      body.backward(0, count, ones, [weighting], [out]);
    },
  };
};
