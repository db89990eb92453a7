import { power } from "../../arithmetic/power.ts";
import { type Basis, type Inputs, inputSize, needFew, writeInputs } from "./features.ts";

/**
 * The Fourier cosine basis: φ_c = cos(π c·y) for all c ∈ {0 … n}^N, with y the inputs scaled to [0, 1] by the bounds of
 * each (t/T lies there already). Inputs may lie beyond: φ goes on, with twice the range as its period.
 *
 * Source: Konidaris, Osentoski & Thomas (2011), Value Function Approximation in Reinforcement Learning Using the Fourier
 * Basis, AAAI, §3.
 *
 * @param order n
 * @param bounds lowest and highest of every coordinate of an observation. # [O]
 * @throws RangeError for other bounds than one pair per coordinate, or more features than can be fitted
 */
export const fourier = (
  inputs: Inputs,
  order: number,
  bounds: readonly (readonly [low: number, high: number])[],
): Basis => {
  const N = inputSize(inputs);
  if (bounds.length !== inputs.observationSize)
    throw new RangeError(
      `fourier features need bounds of ${inputs.observationSize} coordinates; got ${bounds.length}`,
    );
  for (const [low, high] of bounds)
    if (!(low < high))
      throw new RangeError(`bounds must be [low, high] with low < high; got [${low}, ${high}]`);
  const size = power(order + 1, N);
  needFew(size, `fourier features of ${N} inputs and order ${order}`);
  const low = Float64Array.from(bounds, ([low]) => low);
  const range = Float64Array.from(bounds, ([low, high]) => high - low);
  const multiples = new Uint8Array(size * N); // c of every feature
  for (let j = 0; j < size; j++)
    for (let i = N - 1, rest = j; i >= 0; i--, rest = Math.floor(rest / (order + 1)))
      multiples[j * N + i] = rest % (order + 1);
  const z = new Float64Array(N);
  return {
    size,
    write(observations, row, time, out) {
      writeInputs(inputs, observations, row, time, z);
      for (let o = 0; o < low.length; o++) z[o] = (z[o] - low[o]) / range[o];
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let i = 0; i < N; i++) sum += multiples[j * N + i] * z[i];
        out[j] = Math.cos(Math.PI * sum);
      }
    },
  };
};
