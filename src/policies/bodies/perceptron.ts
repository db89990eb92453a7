import { type Body, ROWS } from "../body.ts";
import { instantiate } from "../perceptron/kernel.ts";
import { PITCH, placed, upTo } from "../perceptron/layers.ts";

export interface PerceptronShape {
  /** Numbers of an observation. */
  readonly inputs: number;
  /** Units of each hidden layer; none makes the map linear. */
  readonly widths: readonly number[];
  readonly outputs: number;
  readonly activation: "tanh" | "relu";
}

/** Rows that go through all layers before the next ones, so that their units stay in the cache. A multiple of 16. */
const CHUNK = 64;

/**
 * A multilayer perceptron: x_0 the observation, x_l = φ(W_l x_{l−1} + b_l) in the hidden layers, and the last layer
 * without φ. θ is W_1 [out, in], row-major, b_1 [out], W_2, b_2, …
 *
 * It runs on WebAssembly's plain SIMD, in float32, with the same bits on every machine: θ, observations, slopes and
 * weightings are rounded to float32, and must lie in its range. In the gradient, a float32 sum has at most a quarter
 * of the rows of one `forward` (ROWS / 4 = 64 terms); everything beyond is summed in float64. The outputs of a row do
 * not depend on the other rows. The forward pass and the slopes are shared by all weightings, whose only own work is
 * the sum Σ_r w(r) δ(r) x(r)ᵀ of each layer (δ of a weighting is w times δ of the unit score).
 *
 * @throws RangeError if a size is not a positive integer, if θ is too short, if there are more than ROWS rows, or if
 *   `backward` or `tangents` have other rows than the last `forward`
 */
export const perceptron = ({ inputs, widths, outputs, activation }: PerceptronShape): Body => {
  positive("inputs", inputs);
  for (const width of widths) positive("widths", width);
  positive("outputs", outputs);
  const { layers, parameters, ...at } = placed([inputs, ...widths, outputs]);
  const { kernel, buffer } = instantiate(at.bytes);
  const [activate, slopesOf] =
    activation === "tanh" ? [kernel.tanh, kernel.tanhSlopes] : [kernel.relu, kernel.reluSlopes];
  const singles = new Float32Array(buffer);
  const gradient = new Float64Array(buffer, at.gradient, parameters);
  const { x } = layers[0];
  const { z, d } = layers[layers.length - 1];
  let forwarded = 0; // rows of the last forward
  const requireForwarded = (rows: number): void => {
    if (rows !== forwarded)
      throw new RangeError(`rows must be those of the last forward, ${forwarded}, but are ${rows}`);
  };

  return {
    parameters,
    outputs,

    load(theta) {
      if (theta.length < parameters)
        throw new RangeError(`theta must have at least ${parameters} numbers, but has ${theta.length}`);
      singles.set(theta.subarray(0, parameters), at.theta / 4);
    },

    forward(observations, first, rows, _, out) {
      if (rows > ROWS) throw new RangeError(`rows must be at most ${ROWS}, but are ${rows}`);
      forwarded = rows;
      toBlock(observations, first, rows, inputs, singles, x);
      for (let row = 0; row < rows; row += CHUNK) {
        const byte = 4 * row;
        const vectors = Math.ceil(Math.min(CHUNK, rows - row) / 4);
        for (let l = 0; l < layers.length; l++) {
          const { x, w, b, z, inputs, outputs } = layers[l];
          kernel.affine(x + byte, w, b, z + byte, PITCH, inputs, outputs, vectors);
          if (l < layers.length - 1) activate(z + byte, PITCH, outputs, vectors);
        }
      }
      fromBlock(singles, z, rows, outputs, out);
    },

    backward(first, rows, slopes, weightings, outs) {
      requireForwarded(rows);
      toBlock(slopes, 0, rows, outputs, singles, d);
      for (let row = 0; row < rows; row += CHUNK) {
        const byte = 4 * row;
        const vectors = Math.ceil(Math.min(CHUNK, rows - row) / 4);
        for (let l = layers.length - 1; l > 0; l--) {
          const { d, w, x, inputs, outputs } = layers[l];
          const before = layers[l - 1].d + byte;
          kernel.transposed(d + byte, w, before, PITCH, inputs, outputs, vectors);
          slopesOf(before, x + byte, PITCH, inputs, vectors);
        }
      }
      const vectors = Math.ceil(rows / 4);
      for (let e = 0; e < outs.length; e++) {
        toBlock(weightings[e], first, rows, 1, singles, at.weighting);
        gradient.set(outs[e].subarray(0, parameters));
        for (const { d, x, weights, biases, inputs, outputs } of layers)
          kernel.gradient(
            d,
            x,
            at.weighting,
            at.scaled,
            at.corner,
            weights,
            biases,
            PITCH,
            inputs,
            outputs,
            vectors,
          );
        outs[e].set(gradient);
      }
    },

    // ẋ_l = φ′(z_l) (W_l ẋ_{l−1} + Ẇ_l x_{l−1} + ḃ_l), with ẋ_0 = 0; it lies where `backward` has its slopes
    tangents(rows, direction, out) {
      requireForwarded(rows);
      const shift = at.gradient - at.theta; // the gradient's room, which is free here, holds θ̇ in float32
      singles.set(direction.subarray(0, parameters), at.gradient / 4);
      for (let row = 0; row < rows; row += CHUNK) {
        const byte = 4 * row;
        const vectors = Math.ceil(Math.min(CHUNK, rows - row) / 4);
        for (let l = 0; l < layers.length; l++) {
          const { d, x, z, w, b, inputs, outputs } = layers[l];
          kernel.affine(x + byte, w + shift, b + shift, d + byte, PITCH, inputs, outputs, vectors);
          if (l > 0) {
            const before = layers[l - 1].d + byte;
            kernel.affine(before, w, at.zeros, at.scaled + byte, PITCH, inputs, outputs, vectors);
            addBlock(singles, at.scaled + byte, d + byte, outputs, 4 * vectors);
          }
          if (l < layers.length - 1) slopesOf(d + byte, z + byte, PITCH, outputs, vectors);
        }
      }
      fromBlock(singles, d, rows, outputs, out);
    },
  };
};

/** Turns rows of `units` numbers each into a block of float32; rows up to the next multiple of 4 become 0. */
const toBlock = (
  values: Float64Array,
  first: number,
  rows: number,
  units: number,
  singles: Float32Array,
  address: number,
): void => {
  const end = upTo(4, rows);
  for (let u = 0; u < units; u++) {
    const to = (address + u * PITCH) / 4;
    for (let r = 0, from = first * units + u; r < rows; r++, from += units) singles[to + r] = values[from];
    for (let r = rows; r < end; r++) singles[to + r] = 0;
  }
};

/** Turns a block back into rows of `units` numbers each. */
const fromBlock = (
  singles: Float32Array,
  address: number,
  rows: number,
  units: number,
  out: Float64Array,
): void => {
  for (let u = 0; u < units; u++)
    for (let r = 0, from = (address + u * PITCH) / 4; r < rows; r++) out[r * units + u] = singles[from + r];
};

/** Adds one block to another, unit by unit. */
const addBlock = (singles: Float32Array, from: number, to: number, units: number, rows: number): void => {
  for (let u = 0; u < units; u++) {
    const place = (from + u * PITCH) / 4;
    const target = (to + u * PITCH) / 4;
    for (let r = 0; r < rows; r++) singles[target + r] += singles[place + r];
  }
};

const positive = (name: string, size: number): void => {
  if (!(Number.isInteger(size) && size > 0))
    throw new RangeError(`${name} must be positive integers, but one is ${size}`);
};
