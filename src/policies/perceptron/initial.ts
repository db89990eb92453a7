import type { Random } from "../../random.ts";
import { normal } from "../../random.ts";

/** Weights of the last layer are made this much smaller, so that the first policy hardly prefers any action. */
const LAST = 0.01;

/**
 * A first θ of a perceptron: weights normal with variance 1/inputs of their layer, the last layer's a hundredth of
 * that in size, biases zero.
 *
 * Source: LeCun, Bottou, Orr & Müller (1998), Efficient BackProp, §4.6; the small last layer as Andrychowicz et al. (2021).
 *
 * @param sizes numbers of the input, of each hidden layer and of the output
 */
export const initialWeights =
  (sizes: readonly number[]) =>
  (random: Random, out: Float64Array): void => {
    let place = 0;
    for (let l = 1; l < sizes.length; l++) {
      const deviation = (l === sizes.length - 1 ? LAST : 1) / Math.sqrt(sizes[l - 1]);
      const weights = sizes[l] * sizes[l - 1];
      for (let j = 0; j < weights; j++) out[place + j] = deviation * normal(random);
      out.fill(0, place + weights, place + weights + sizes[l]);
      place += weights + sizes[l];
    }
  };
