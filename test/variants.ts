import { z } from "zod";
import { baselines } from "../src/baselines/index.ts";
import { critics } from "../src/critics/index.ts";
import type { Estimator } from "../src/estimators/estimator.ts";
import { estimators } from "../src/estimators/index.ts";
import { estimatorOf } from "./problems/estimator-of.ts";
import type { Problem } from "./problems/problem-of.ts";

type Table = object;

/** Values to try options with that are neither a choice of words nor a kind of a table. */
const samples: Record<string, readonly unknown[]> = {
  temperature: [0.4, 1.5],
  scale: [0.8],
  lambda: [undefined, 0, 0.5, 1],
  n: [undefined, 1, 2, 10],
  beta: [0.8, 0.9, 1],
  value: [0.7],
  rate: [undefined, 0.25],
  epsilon: [undefined, 0.1],
  clip: [0.2],
  innerSteps: [0, 2],
  innerLearningRate: [undefined, 0.5],
  offset: [undefined, 0.5],
  rewards: [undefined, "discounted"],
  of: [undefined, "displacement"],
  rhoBar: [1, 0.7],
  cBar: [1, 0.7],
};

/** Options that are varied one at a time, while the others have their first values; of these the first is the default. */
const ALONE = new Set(["average", "normalize", "epsilon", "deviation", "over"]);

/** Options to try every kind of critic with, beside how it is fitted; a kind without a line is a compile error. */
const criticSamples: Record<keyof typeof critics, object> = {
  exact: {},
  fixed: { values: [0.3, -0.2, 0.6] },
  "monte-carlo": {},
  td: {},
  "td-lambda": { lambda: 0.5 },
  lstd: {},
  sarsa: {},
  "monte-carlo-q": {},
  linear: { features: { kind: "quadratic" } },
  perceptron: {},
  fitted: { pairs: 50, widths: [4] },
  "boosted-trees": { trees: 3, minimumLeaf: 1 },
};

/** Every kind of critic, fitted in every way. */
const everyCritic = Object.entries(criticSamples).flatMap(([kind, options]) => {
  const { fit } = critics[kind as keyof typeof critics].options.shape as { fit?: z.ZodDefault<z.ZodEnum> };
  const fits = fit?.unwrap().options ?? [undefined];
  return fits.map((chosen) => ({ kind, ...options, ...(chosen !== undefined && { fit: chosen }) }));
});

type Critics = readonly { kind: string; fit?: unknown }[];

/** A few of them, for all but the baselines of REINFORCE. */
const someCritics: Critics = [
  { kind: "exact" },
  { kind: "monte-carlo" },
  { kind: "td" },
  { kind: "td", fit: "earlier-batch" },
  { kind: "lstd", fit: "same-batch" },
  { kind: "sarsa" },
  { kind: "monte-carlo-q", fit: "same-batch" },
];

/** All values to try an option with. @throws Error for an option that nobody thought of yet */
const valuesOf = (name: string, schema: z.ZodType, tried: Critics): readonly unknown[] => {
  if (schema instanceof z.ZodDefault) return valuesOf(name, schema.unwrap() as z.ZodType, tried);
  if (schema instanceof z.ZodEnum) return schema.options;
  if (name in samples) return samples[name];
  if (name === "baseline") return choicesOf(baselines, tried);
  if (name === "critic") return tried;
  if (schema instanceof z.ZodOptional) return valuesOf(name, schema.unwrap() as z.ZodType, tried);
  if (schema instanceof z.ZodBoolean) return [true, false];
  throw new Error(`test/variants.ts does not know what to try the option "${name}" with`);
};

/** Every kind of a table with every combination of the values of its options, but for those that vary alone. */
const choicesOf = (table: Table, tried: Critics): { kind: string }[] =>
  Object.entries(table as Record<string, { options: z.ZodObject }>).flatMap(([kind, { options }]) => {
    const values = Object.entries(options.shape).map(
      ([name, schema]) => [name, valuesOf(name, schema as z.ZodType, tried)] as const,
    );
    const combined = values
      .filter(([name]) => !ALONE.has(name))
      .reduce<{ kind: string }[]>(
        (chosen, [name, all]) =>
          chosen.flatMap((each) =>
            all.map((value) => (value === undefined ? each : { ...each, [name]: value })),
          ),
        [{ kind }],
      );
    const alone = values
      .filter(([name]) => ALONE.has(name))
      .flatMap(([name, [, ...others]]) => others.map((value) => ({ ...combined[0], [name]: value })));
    const normalized =
      "normalize" in options.shape ? [{ ...combined[0], normalize: "batch", deviation: "sample" }] : [];
    return [...combined, ...alone, ...normalized];
  });

const { reinforce, ...beside } = estimators;

/** What looks at vectors, simulates by itself or asks outside code: each has a test of its own, in test/estimators. */
const ELSEWHERE = new Set([
  "pathwise",
  "measure-valued",
  "antithetic",
  "finite-difference",
  "spsa",
  "evolution-strategies",
  "random-search",
  "uniform-search",
  "nominal-control",
  "exact-gradient",
  "external",
  "module",
  "recorded",
]);
const others = Object.fromEntries(Object.entries(beside).filter(([kind]) => !ELSEWHERE.has(kind)));

/** One way to configure an estimator. */
export interface Variant {
  readonly name: string;
  readonly options: object;
  readonly estimator: Estimator;
}

const nameOf = (options: object): string =>
  Object.values(options)
    .map((value) => (typeof value === "object" ? nameOf(value) : value))
    .join(" ");

/**
 * Every estimator that can be configured for a problem, from the tables of kinds and their options; those
 * that are refused as contradictions are left out. A critic that learns has been taught.
 */
export const variantsOf = (
  problem: Problem,
  critic?: Parameters<typeof estimatorOf>[2],
  tried?: Critics,
): Variant[] =>
  [...choicesOf({ reinforce }, tried ?? everyCritic), ...choicesOf(others, tried ?? someCritics)].flatMap(
    (options) => {
      try {
        return [{ name: nameOf(options), options, estimator: estimatorOf(problem, options, critic) }];
      } catch (error) {
        if (error instanceof RangeError) return [];
        throw error;
      }
    },
  );
