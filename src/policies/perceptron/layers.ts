import { ROWS } from "../body.ts";

/** One layer: its shape, and where everything of it lies in the kernel's memory. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Addresses of W [outputs, inputs] and b [outputs], float32. */
  readonly w: number;
  readonly b: number;
  /** Addresses of their gradients, float64. */
  readonly weights: number;
  readonly biases: number;
  /** Address of the inputs' block. */
  readonly x: number;
  /** Address of the outputs' block, which is the next layer's `x`. */
  readonly z: number;
  /** Address of the block of slopes with respect to the outputs, before their activation. */
  readonly d: number;
}

/** Everything in the kernel's memory. */
export interface Placement {
  readonly layers: readonly Layer[];
  /** Length P of θ. */
  readonly parameters: number;
  /** Address of θ, float32. # [P] */
  readonly theta: number;
  /** Address of the weights of the rows, float32. # [ROWS] */
  readonly weighting: number;
  /** Address of the gradient of one weighting, float64. # [P] */
  readonly gradient: number;
  /** Addresses of what the kernel's `gradient` needs room for. */
  readonly scaled: number;
  readonly corner: number;
  /** Address of float32 zeros, as many as the widest layer has units, and one more. */
  readonly zeros: number;
  /** Bytes in all. */
  readonly bytes: number;
}

const LINE = 64; // bytes of a cache line

/** Bytes from one unit of a block to the next: a line more than its rows, so that units differ in cache set. */
export const PITCH = 4 * ROWS + LINE;

/** The next multiple, for loops that take several units at a time. */
export const upTo = (multiple: number, count: number): number => Math.ceil(count / multiple) * multiple;

/** Places the layers between units of the given `sizes`: inputs, hidden widths, outputs. */
export const placed = (sizes: readonly number[]): Placement => {
  let bytes = LINE;
  const reserve = (size: number): number => {
    const address = bytes;
    bytes += upTo(LINE, size);
    return address;
  };
  const block = (units: number): number => reserve(upTo(4, units) * PITCH);

  const widest = Math.max(...sizes);
  let parameters = 0;
  for (let l = 1; l < sizes.length; l++) parameters += sizes[l] * (sizes[l - 1] + 1);
  const theta = reserve(4 * (parameters + widest + 1)); // an odd number of units reads one row beyond
  const gradient = reserve(8 * parameters);
  const blocks = sizes.map(block);

  let first = 0;
  const layers = sizes.slice(1).map((outputs, l): Layer => {
    const inputs = sizes[l];
    const firstBias = first + outputs * inputs;
    const layer = {
      inputs,
      outputs,
      w: theta + 4 * first,
      b: theta + 4 * firstBias,
      weights: gradient + 8 * first,
      biases: gradient + 8 * firstBias,
      x: blocks[l],
      z: blocks[l + 1],
      d: block(outputs),
    };
    first = firstBias + outputs;
    return layer;
  });
  const weighting = reserve(4 * ROWS);
  const scaled = block(widest);
  const corner = reserve(8 * 8);
  const zeros = reserve(4 * (widest + 1));
  return { layers, parameters, theta, weighting, gradient, scaled, corner, zeros, bytes };
};
