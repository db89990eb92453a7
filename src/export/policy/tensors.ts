import type { Tensor } from "../../bridge/frame.ts";
import type { RunConfig } from "../../config/plan.ts";
import { isTabular, type Policy } from "../../policies/policy.ts";

type Shapes = readonly (readonly [name: string, shape: readonly number[]])[];

/** The layers of a perceptron as `torch.nn.Sequential` numbers them, where every other module is an activation. */
export const layerShapes = (prefix: string, sizes: readonly number[]): Shapes =>
  sizes.slice(1).flatMap(
    (outputs, l): Shapes => [
      [`${prefix}.${2 * l}.weight`, [outputs, sizes[l]]],
      [`${prefix}.${2 * l}.bias`, [outputs]],
    ],
  );

/** Units of the layers of a policy's perceptron, observations and outputs included. */
export const layersOf = (widths: readonly number[], policy: Policy): number[] => {
  if (isTabular(policy)) return [];
  return [policy.observationSize, ...widths, policy.metric.outputs];
};

/** What θ is made of, in its order. */
const thetaShapes = (options: RunConfig["policy"], policy: Policy): Shapes => {
  const [inputs, outputs] = isTabular(policy) ? [0, policy.actions] : layersOf([], policy);
  const learned = isTabular(policy) ? 0 : policy.metric.own; // log σ
  const deviations: Shapes = learned > 0 ? [["policy.log_std", [learned]]] : [];
  switch (options.kind) {
    case "softmax":
      return [["policy.logits", [isTabular(policy) ? policy.states : 0, outputs]]];
    case "bernoulli":
      return [["policy.weights", [policy.parameters]]];
    case "bernoulli-product":
      return [["policy.logits", [policy.parameters]]];
    case "linear-gaussian":
      return [...linear(inputs, outputs, options.bias), ...deviations];
    case "time-gaussian":
      return [["policy.means", [(policy.parameters - learned) / outputs, outputs]], ...deviations];
    case "linear-softmax":
      return linear(policy.parameters / outputs - (options.bias ? 1 : 0), outputs, options.bias);
    case "perceptron":
      return [...layerShapes("policy", layersOf(options.widths, policy)), ...deviations];
  }
};

const linear = (inputs: number, outputs: number, bias: boolean): Shapes => [
  ["policy.0.weight", [outputs, inputs]],
  ...(bias ? ([["policy.0.bias", [outputs]]] as const) : []),
];

/** θ as tensors. @throws RangeError where their numbers are not those of θ */
export const thetaTensors = (options: RunConfig["policy"], policy: Policy, theta: Float64Array): Tensor[] =>
  split(thetaShapes(options, policy), theta);

/** Numbers that stand one after the other as tensors. @throws RangeError unless they are just as many */
export const split = (shapes: Shapes, numbers: Float64Array): Tensor[] => {
  let place = 0;
  const tensors = shapes.map(([name, shape]) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const values = numbers.slice(place, place + size);
    place += size;
    return { name, shape, values };
  });
  if (place !== numbers.length)
    throw new RangeError(
      `${shapes.map(([name]) => name).join(", ")} have ${place} numbers, not ${numbers.length}`,
    );
  return tensors;
};
