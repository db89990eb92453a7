import { z } from "zod";
import { orthonormalize } from "../../linear-algebra/orthonormalize.ts";
import { normal, type Random } from "../../random.ts";
import { type Choice, type ChoiceInput, choice, type Kind } from "../../registry.ts";

/** One layer whose first weights are drawn. */
export interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether it gives the outputs of the network. */
  readonly last: boolean;
}

/** Writes W [outputs, inputs], row-major, and then b [outputs]; `out` is 0 before. */
export type DrawLayer = (shape: LayerShape, random: Random, out: Float64Array) => void;

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type SchemeKind = Kind<any, [], DrawLayer>;

/** The last layer's weights are made this much smaller, so that the first policy hardly prefers any action. */
const LAST = 0.01;

const none = z.strictObject({});
const gain = z.number().positive();

/** The table of first weights: its keys are the choices of `weights.kind` of a perceptron. */
export const schemes = {
  lecun: {
    summary: "normal with variance 1/inputs, the last layer a hundredth of that in size; biases 0",
    options: none,
    create: () => (shape, random, out) => {
      const deviation = (shape.last ? LAST : 1) / Math.sqrt(shape.inputs);
      for (let j = 0; j < shape.inputs * shape.outputs; j++) out[j] = deviation * normal(random);
    },
  },
  orthogonal: {
    summary: "orthogonal rows or columns, whichever are fewer, all of one length, the gain; biases 0",
    options: z.strictObject({
      hidden: gain.default(Math.SQRT2).describe("length of rows or columns in the hidden layers"),
      last: gain
        .default(LAST)
        .describe("the same in the last layer: 0.01 is usual for policies, 1 for values"),
    }),
    create({ hidden, last: lastGain }: { hidden: number; last: number }) {
      return ({ inputs, outputs, last }, random, out) =>
        orthogonal(inputs, outputs, last ? lastGain : hidden, random, out);
    },
  },
  xavier: {
    summary: "uniform within ±√(6/(inputs + outputs)), in the last layer too; biases 0",
    options: none,
    create: () => (shape, random, out) => {
      const { inputs, outputs } = shape;
      uniform(Math.sqrt(6 / (inputs + outputs)), random, out.subarray(0, inputs * outputs));
    },
  },
  pytorch: {
    summary: "uniform within ±1/√inputs, biases too",
    options: none,
    create: () => (shape, random, out) => uniform(1 / Math.sqrt(shape.inputs), random, out),
  },
} satisfies Record<string, SchemeKind>;

/** First weights, as a configuration names them. */
export type Scheme = Choice<typeof schemes>;

/** The option for them. */
export const scheme: z.ZodType<Scheme, ChoiceInput<typeof schemes>> = choice(schemes);

/** Of the matrix [outputs, inputs], the rows are orthogonal if they are fewer than the columns, else the columns. */
const orthogonal = (
  inputs: number,
  outputs: number,
  gain: number,
  random: Random,
  out: Float64Array,
): void => {
  const wide = outputs < inputs;
  const [count, length] = wide ? [outputs, inputs] : [inputs, outputs];
  const vectors = new Float64Array(count * length);
  for (let j = 0; j < vectors.length; j++) vectors[j] = normal(random);
  orthonormalize(vectors, count, length);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < length; j++)
      out[wide ? i * inputs + j : j * inputs + i] = gain * vectors[i * length + j];
};

const uniform = (bound: number, random: Random, out: Float64Array): void => {
  for (let j = 0; j < out.length; j++) out[j] = bound * (2 * random.next() - 1);
};
