import { z } from "zod";
import type { Random } from "../../random.ts";
import { type Choice, type ChoiceInput, choice, type Kind } from "../../registry.ts";

/** Chooses steps of a batch. @param steps how many it has @param out [steps], their numbers @returns how many it chose */
export type ChooseSteps = (steps: number, random: Random, out: Int32Array) => number;

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type StepsKind = Kind<any, [], ChooseSteps>;

/** The table of steps whose Fisher matrices are averaged: its keys are the choices of `fisher.kind` of TRPO. */
export const fisherSteps = {
  all: {
    summary: "all steps of the batch",
    options: z.strictObject({}),
    create: () => spaced(1),
  },
  every: {
    summary: "the first one and every nth after it",
    options: z.strictObject({
      nth: z.int().min(1).default(5).describe("steps from one to the next"),
    }),
    create: ({ nth }: { nth: number }) => spaced(nth),
  },
  random: {
    summary: "a part of the steps, drawn anew for each update, none of them twice",
    options: z.strictObject({
      part: z
        .number()
        .positive()
        .max(1)
        .default(0.1)
        .describe("of the steps, rounded down, and at least one of them"),
    }),
    create:
      ({ part }: { part: number }): ChooseSteps =>
      (steps, random, out) => {
        const count = Math.max(1, Math.floor(part * steps));
        for (let k = 0; k < steps; k++) out[k] = k;
        for (let i = 0; i < count; i++) {
          const chosen = i + Math.floor(random.next() * (steps - i));
          const kept = out[i];
          out[i] = out[chosen];
          out[chosen] = kept;
        }
        return count;
      },
  },
} satisfies Record<string, StepsKind>;

/** Steps of the Fisher matrix, as a configuration names them. */
export type FisherSteps = Choice<typeof fisherSteps>;

/** The option for them. */
export const fisherOption: z.ZodType<FisherSteps, ChoiceInput<typeof fisherSteps>> = choice(fisherSteps);

const spaced =
  (nth: number): ChooseSteps =>
  (steps, _, out) => {
    let count = 0;
    for (let k = 0; k < steps; k += nth) out[count++] = k;
    return count;
  };
