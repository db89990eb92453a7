import { z } from "zod";
import type { Fit } from "./critic.ts";
import { fitOption } from "./fitted.ts";
import { horizonOption } from "./horizon.ts";

/** Options of a critic that averages what it is fitted to. */
export const averagingOptions = z.strictObject({
  learningRate: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe("step size α of each update along training; 0.1 if not given"),
  fit: fitOption,
  horizon: horizonOption,
});

export const sweepsOption = z
  .int()
  .positive()
  .optional()
  .describe("passes over the batch that it is fitted to; 10 if not given");

/** Options of a critic that moves step by step. */
export const bootstrapOptions = z.strictObject({
  learningRate: z.number().positive().max(1).default(0.1).describe("step size α of each update"),
  fit: fitOption,
  sweeps: sweepsOption,
  horizon: horizonOption,
});

const SWEEPS = 10;

export const RIDGE = 1e-6;
export const ridgeOption = z.number().positive();

export const decayOption = z
  .number()
  .min(0)
  .max(1)
  .optional()
  .describe("weight per batch of what was learned earlier along training; 1 (all alike) if not given");

/** The step size of an averaging critic. @throws RangeError for one that nothing would read */
export const learningRateOf = ({
  learningRate,
  fit,
}: Pick<z.output<typeof averagingOptions>, "learningRate" | "fit">): number => {
  onlyFor(fit === "training", "learningRate", "training", fit, learningRate);
  return learningRate ?? 0.1;
};

/** The passes over a batch. @throws RangeError where nothing would read them */
export const sweepsOf = ({ fit, sweeps }: { fit: Fit; sweeps?: number | undefined }): number => {
  onlyFor(fit !== "training", "sweeps", "earlier-batch or same-batch", fit, sweeps);
  return sweeps ?? SWEEPS;
};

export const onlyFor = (right: boolean, option: string, wanted: string, fit: Fit, value: unknown): void => {
  if (value !== undefined && !right)
    throw new RangeError(`${option} is read with fit ${wanted} only; fit is "${fit}"`);
};

/** @throws RangeError for options that are given although the method is none of those that read them */
export const onlyWith = (
  methods: readonly string[],
  method: string,
  options: Readonly<Record<string, unknown>>,
): void => {
  if (methods.includes(method)) return;
  for (const [option, value] of Object.entries(options))
    if (value !== undefined)
      throw new RangeError(
        `${option} is read with method ${methods.join(" or ")} only; method is "${method}"`,
      );
};
