import { z } from "zod";
import type { Fit } from "../estimation.ts";
import { fitOption } from "./fitted.ts";

/** Options of a critic that averages what it is fitted to. */
export const averagingOptions = z.strictObject({
  learningRate: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe("step size α of each update along training; .1 if not given"),
  fit: fitOption,
});

/** Options of a critic that moves step by step. */
export const bootstrapOptions = z.strictObject({
  learningRate: z.number().positive().max(1).default(0.1).describe("step size α of each update"),
  fit: fitOption,
  sweeps: z
    .number()
    .int()
    .positive()
    .optional()
    .describe("passes over the batch that it is fitted to; 10 if not given"),
});

const SWEEPS = 10;

/** The step size of an averaging critic. @throws RangeError for one that nothing would read */
export const learningRateOf = ({ learningRate, fit }: z.output<typeof averagingOptions>): number => {
  onlyFor(fit === "training", "learningRate", "training", fit, learningRate);
  return learningRate ?? 0.1;
};

/** The passes over a batch. @throws RangeError where nothing would read them */
export const sweepsOf = ({ fit, sweeps }: z.output<typeof bootstrapOptions>): number => {
  onlyFor(fit !== "training", "sweeps", "earlier-batch or same-batch", fit, sweeps);
  return sweeps ?? SWEEPS;
};

export const onlyFor = (right: boolean, option: string, wanted: string, fit: Fit, value: unknown): void => {
  if (value !== undefined && !right)
    throw new RangeError(`${option} is read with fit ${wanted} only; fit is "${fit}"`);
};
