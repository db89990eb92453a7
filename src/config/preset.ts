import { z } from "zod";
import { type Estimators, estimators } from "../estimators/index.ts";
import { type Choice, type ChoiceInput, choice } from "../registry.ts";
import { type PresetName, presets } from "./presets.ts";

type Shape = Readonly<Record<string, z.ZodType>>;

/** An estimator and its options. */
export type EstimatorConfig<Shared extends Shape> = Choice<Estimators, Shared>;

/** The same as a study writes it; with a preset, the other options take the place of the preset's. */
export type EstimatorInput<Shared extends Shape> =
  | ChoiceInput<Estimators, Shared>
  | ({ preset: PresetName; [option: string]: unknown } & z.input<z.ZodObject<Shared>>);

const names = Object.keys(presets);

/** What a preset stands for, with the options that were given in place of its own; anything else is left as it is. */
const expand = (written: unknown, context: z.RefinementCtx): unknown => {
  if (typeof written !== "object" || written === null || !Object.hasOwn(written, "preset")) return written;
  const { preset, ...options } = written as { preset: unknown };
  if (typeof preset !== "string" || !Object.hasOwn(presets, preset)) {
    context.addIssue({ code: "invalid_value", values: names, input: preset, path: ["preset"] });
    return z.NEVER;
  }
  if (Object.hasOwn(options, "kind")) {
    const message = "a preset names the kind; leave one of the two out";
    context.addIssue({ code: "custom", input: written, path: ["kind"], message });
    return z.NEVER;
  }
  return { ...presets[preset as PresetName].estimator, ...options };
};

/**
 * The schema of an estimator: `{ kind, …options }`, or `{ preset, …options }`, which becomes the estimator that
 * the preset stands for. An option that is given takes the place of the preset's as a whole.
 *
 * @param shared options of all kinds
 */
export const estimatorChoice = <Shared extends Shape>(
  shared: Shared,
): z.ZodType<EstimatorConfig<Shared>, EstimatorInput<Shared>> =>
  z.preprocess(expand, choice(estimators, shared)).meta({ presets: true }) as never;
