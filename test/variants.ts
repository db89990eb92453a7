import { z } from "zod";
import { critics } from "../src/critics/index.ts";
import { baselines } from "../src/baselines/index.ts";
import { estimators } from "../src/estimators/index.ts";
import type { Estimator } from "../src/types.ts";
import { estimatorOf, type Problem } from "./problems.ts";

type Table = Record<string, { options: z.ZodObject }>;

/** Values to try options with that are neither a choice of words nor a kind of a table. */
const samples: Record<string, readonly unknown[]> = {
  temperature: [0.4, 1.5],
  scale: [0.8],
  lambda: [undefined, 0, 0.5, 1],
  n: [undefined, 1, 2, 10],
};

/** All values to try an option with. @throws Error for an option that nobody thought of yet */
const valuesOf = (name: string, schema: z.ZodType): readonly unknown[] => {
  if (schema instanceof z.ZodDefault) return valuesOf(name, schema.unwrap() as z.ZodType);
  if (name in samples) return samples[name];
  if (name === "baseline") return choicesOf(baselines);
  if (name === "critic") return Object.keys(critics).map((kind) => ({ kind }));
  if (schema instanceof z.ZodOptional) return valuesOf(name, schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodEnum) return schema.options;
  throw new Error(`test/variants.ts does not know what to try the option "${name}" with`);
};

/** Every kind of a table with every combination of the values of its options. */
const choicesOf = (table: Table): { kind: string }[] =>
  Object.entries(table).flatMap(([kind, { options }]) =>
    Object.entries(options.shape).reduce<{ kind: string }[]>(
      (chosen, [name, schema]) =>
        chosen.flatMap((each) =>
          valuesOf(name, schema as z.ZodType).map((value) =>
            value === undefined ? each : { ...each, [name]: value },
          ),
        ),
      [{ kind }],
    ),
  );

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
export const variantsOf = (problem: Problem, critic?: Parameters<typeof estimatorOf>[2]): Variant[] =>
  choicesOf(estimators).flatMap((options) => {
    try {
      return [{ name: nameOf(options), options, estimator: estimatorOf(problem, options, critic) }];
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
