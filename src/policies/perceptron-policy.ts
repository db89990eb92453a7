import { z } from "zod";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { requireContinuous } from "../../envs/contract/environment.ts";
import type { Random } from "../random.ts";
import { perceptron } from "./bodies/perceptron.ts";
import { composed } from "./composed.ts";
import { categorical } from "./heads/categorical.ts";
import { gaussian } from "./heads/gaussian.ts";
import type { Head } from "./heads/head.ts";
import { squashed } from "./heads/squashed.ts";
import { stateGaussian } from "./heads/state-gaussian.ts";
import { observationNormalizer } from "./observation-normalizer.ts";
import { normalize, type PolicyKind } from "./options.ts";
import { initialWeights } from "./perceptron/initial.ts";
import { scheme } from "./perceptron/schemes.ts";

const options = z.strictObject({
  widths: z.array(z.int().min(1).max(1024)).max(8).default([64, 64]).describe("units of each hidden layer"),
  activation: z.enum(["tanh", "relu"]).default("tanh").describe("of the hidden units"),
  weights: scheme.optional().describe("how the first weights are drawn; lecun if not given"),
  deviation: z
    .union([z.number().positive(), z.enum(["learned", "state"])], {
      error: "expected a number above 0, learned or state",
    })
    .optional()
    .describe(
      "standard deviation σ of every coordinate of an action; learned: log σ are parameters, as they are if not given; " +
        "state: log σ are outputs of the network, clipped to [−20, 2]",
    ),
  initialDeviation: z
    .number()
    .positive()
    .optional()
    .describe("σ of the first θ, where it is learned or of the state; 1 if not given"),
  squash: z
    .boolean()
    .optional()
    .describe("whether actions are drawn behind a tanh, within the limits of the environment"),
  normalize,
});
type Options = z.output<typeof options>;

/** The distribution over actions. @throws RangeError for options that these actions do not have */
const headOf = (chosen: Options, { kind, action }: ContinuousEnvironment): Head => {
  const { deviation, initialDeviation, squash } = chosen;
  const { count, size } = action;
  if (size === undefined) {
    for (const option of ["deviation", "initialDeviation", "squash"] as const)
      if (chosen[option] !== undefined)
        throw new RangeError(`${option} is of continuous actions; those of ${kind} are discrete`);
    return categorical(count);
  }
  if (typeof deviation === "number" && initialDeviation !== undefined)
    throw new RangeError(`initialDeviation is of a deviation that is learned; it is ${deviation}`);
  const plain = deviation === "state" ? stateGaussian(size) : gaussian(size, deviation ?? "learned");
  if (!squash) return plain;
  const { limits } = action;
  if (limits === undefined || ![...limits.low, ...limits.high].every(Number.isFinite))
    throw new RangeError(`squash needs limits of the actions; those of ${kind} have none`);
  return squashed(plain, limits);
};

/** Writes log σ of the first θ: parameters of the head, the last ones; or biases of outputs, the last ones of the network. */
const writeDeviation = (
  { deviation, initialDeviation }: Options,
  head: Head,
  network: number,
  theta: Float64Array,
): void => {
  if (initialDeviation === undefined) return;
  const { size = 0 } = head.action;
  const place = deviation === "state" ? network - size : network;
  theta.fill(Math.log(initialDeviation), place, place + size);
};

/** A policy from a perceptron. */
export const perceptronPolicy = {
  summary: "multilayer perceptron with a softmax or a Gaussian over it, as the actions ask for",
  options,
  create(chosen: Options, environment) {
    const space = requireContinuous(environment, "perceptron");
    const { observationSize } = space;
    const { widths, activation, weights } = chosen;
    const head = headOf(chosen, space);
    const body = perceptron({ inputs: observationSize, widths, outputs: head.inputs, activation });
    const draw = initialWeights([observationSize, ...widths, head.inputs], weights);
    return composed({
      kind: "perceptron",
      observationSize,
      ...(widths.length > 0 && { hidden: { widths, activation } }),
      body: {
        ...body,
        initialize(random: Random, theta: Float64Array) {
          draw(random, theta);
          writeDeviation(chosen, head, body.parameters, theta);
        },
      },
      head,
      ...(chosen.normalize && { normalizer: observationNormalizer(observationSize) }),
    });
  },
} satisfies PolicyKind;
