import { z } from "zod";
import { type Estimators, estimators } from "../estimators/index.ts";
import { type Choice, type ChoiceInput, choice } from "../registry.ts";
import { type Updates, updates } from "../updates/index.ts";
import { type PresetName, presets } from "./presets.ts";
import { type UpdatePresetName, updatePresets } from "./update-presets.ts";

type Shape = Readonly<Record<string, z.ZodType>>;

/** An estimator and its options. */
export type EstimatorConfig<Shared extends Shape> = Choice<Estimators, Shared>;

/** The same as a study writes it; with a preset, the other options take the place of the preset's. */
export type EstimatorInput<Shared extends Shape> =
  | ChoiceInput<Estimators, Shared>
  | ({ preset: PresetName; [option: string]: unknown } & z.input<z.ZodObject<Shared>>);

/** The tables of presets: what each of them stands for, with one line of what it is. */
export const presetTables = {
  estimators: tableOf(presets, ({ estimator }) => estimator),
  updates: tableOf(updatePresets, ({ update }) => update),
};

/** A preset: one line, and the choice that it stands for. */
export interface PresetEntry {
  readonly summary: string;
  readonly options: { readonly kind: string; readonly [option: string]: unknown };
}

function tableOf<P extends { readonly summary: string }>(
  table: Readonly<Record<string, P>>,
  optionsOf: (preset: P) => object,
): Readonly<Record<string, PresetEntry>> {
  const entries = Object.entries(table).map(([name, preset]) => [
    name,
    { summary: preset.summary, options: optionsOf(preset) },
  ]);
  return Object.fromEntries(entries);
}

type Kinds = Readonly<Record<string, { readonly options: z.ZodObject }>>;

/**
 * What a preset stands for, with the options that were given in place of its own; one of null is not given at all.
 * Anything else is left as it is.
 */
const expand =
  (table: Readonly<Record<string, PresetEntry>>, kinds: Kinds) =>
  (written: unknown, context: z.RefinementCtx): unknown => {
    if (typeof written !== "object" || written === null || !Object.hasOwn(written, "preset")) return written;
    const { preset, ...options } = written as { preset: unknown };
    if (typeof preset !== "string" || !Object.hasOwn(table, preset)) {
      const values = Object.keys(table);
      context.addIssue({ code: "invalid_value", values, input: preset, path: ["preset"] });
      return z.NEVER;
    }
    if (Object.hasOwn(options, "kind")) {
      const message = "a preset names the kind; leave one of the two out";
      context.addIssue({ code: "custom", input: written, path: ["kind"], message });
      return z.NEVER;
    }
    const own = table[preset].options;
    const known = kinds[own.kind].options.shape;
    const all = Object.entries({ ...own, ...options });
    return Object.fromEntries(all.filter(([key, value]) => value !== null || !Object.hasOwn(known, key)));
  };

/**
 * The schema of an estimator: `{ kind, …options }`, or `{ preset, …options }`, which becomes the estimator that
 * the preset stands for. An option that is given takes the place of the preset's as a whole, and null takes it out.
 *
 * @param shared options of all kinds
 */
export const estimatorChoice = <Shared extends Shape>(
  shared: Shared,
): z.ZodType<EstimatorConfig<Shared>, EstimatorInput<Shared>> =>
  z
    .preprocess(expand(presetTables.estimators, estimators), choice(estimators, shared))
    .meta({ presets: "estimators" }) as never;

/** An update as a study writes it. */
export type UpdateInput = ChoiceInput<Updates> | { preset: UpdatePresetName; [option: string]: unknown };

/** The schema of an update, by its kind or a preset. */
export const updateChoice = (): z.ZodType<Choice<Updates>, UpdateInput> =>
  z.preprocess(expand(presetTables.updates, updates), choice(updates)).meta({ presets: "updates" }) as never;
