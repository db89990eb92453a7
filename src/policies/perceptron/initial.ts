import type { Random } from "../../random.ts";
import { make } from "../../registry.ts";
import { type DrawLayer, type Scheme, schemes } from "./schemes.ts";

/**
 * A first θ of a perceptron, layer by layer: W_1 [out, in], row-major, b_1 [out], W_2, …
 *
 * Source: `lecun`: LeCun, Bottou, Orr & Müller (1998), Efficient BackProp, §4.6, with the small last layer of
 * Andrychowicz et al. (2021). `orthogonal`: Saxe, McClelland & Ganguli (2014). `xavier`: Glorot & Bengio (2010), equation
 * 16. `pytorch`: what torch.nn.Linear does.
 *
 * @param sizes numbers of the input, of each hidden layer and of the output
 */
export const initialWeights = (sizes: readonly number[], scheme: Scheme = { kind: "lecun" }) => {
  const draw = make<[], DrawLayer>(schemes, scheme);
  return (random: Random, out: Float64Array): void => {
    let place = 0;
    for (let l = 1; l < sizes.length; l++) {
      const shape = { inputs: sizes[l - 1], outputs: sizes[l], last: l === sizes.length - 1 };
      const end = place + shape.outputs * (shape.inputs + 1);
      draw(shape, random, out.subarray(place, end).fill(0));
      place = end;
    }
  };
};
