import { parse } from "yaml";
import { presets } from "../config/presets.ts";
import { type UpdatePresetName, updatePresets } from "../config/update-presets.ts";
import { suggestion } from "../errors/did-you-mean.ts";
import { UsageError } from "../errors/usage-error.ts";
import { updates } from "../updates/index.ts";
import { type CatalogueEntry, catalogueEntry, type Options } from "./catalogue.ts";
import type { Exam } from "./exam.ts";

/** Estimators of ours, to one of which code must be equal. */
export interface Expected {
  readonly ofGradients: readonly CatalogueEntry[];
  /** Of advantages alone, whose divisor is the caller's. */
  readonly ofAdvantages: readonly CatalogueEntry[];
}

/**
 * What `--expect` asks for: an estimator by its preset or its options, with V after the horizon or without; or the policy's
 * loss of an update, by its preset.
 *
 * @throws UsageError for a text that names none, or an update whose loss is none of our estimators
 */
export const expectedOf = (exam: Exam, text: string): Expected => {
  if (Object.hasOwn(updatePresets, text)) return expectedOfUpdate(exam, text as UpdatePresetName);
  const options: unknown = Object.hasOwn(presets, text)
    ? presets[text as keyof typeof presets].estimator
    : parse(text);
  if (typeof options !== "object" || options === null || !("kind" in options)) {
    const names = [...Object.keys(presets), ...Object.keys(updatePresets)];
    const hint = suggestion(text, names) || `; presets are ${names.join(", ")}`;
    throw new UsageError(
      `--expect must be a preset or an estimator such as "{ kind: reinforce }"; got ${text}${hint}`,
    );
  }
  try {
    const entries = [true, false].map((end) => catalogueEntry(exam, options as Options, exam.discount, end));
    return { ofGradients: entries, ofAdvantages: entries };
  } catch (error) {
    throw new UsageError(`--expect ${text}: ${(error as Error).message.split("\n")[0]}`);
  }
};

/**
 * The gradient of the policy's loss at θ before the update, for a batch that stands for one minibatch: there all ratios are 1
 * and none is clipped. Values, steps and limits of norms are no part of it.
 */
const expectedOfUpdate = (exam: Exam, name: UpdatePresetName): Expected => {
  const { kind, ...given } = updatePresets[name].update;
  const refused = (why: string) =>
    new UsageError(`--expect ${name}: the gradient of its loss is none of our estimators: ${why}`);
  if (kind !== "ppo" && kind !== "a2c") throw refused(`${kind} goes along a natural gradient`);
  const { lambda, timeLimit, rewards, entropyCoefficient, ...chosen } = updates[kind].options.parse(given);
  if (rewards) throw refused("rewards are scaled by what was seen before (rewards)");
  if (entropyCoefficient !== 0)
    throw refused(`it has an entropy bonus (entropyCoefficient: ${entropyCoefficient})`);
  const normalization =
    chosen.normalizeAdvantages === "none"
      ? {}
      : { normalize: "batch", deviation: chosen.deviation, epsilon: chosen.advantageEpsilon };
  const options = {
    ...{ kind: "actor-critic", advantage: "gae", lambda, critic: { kind: "fixed", values: [0] } },
    ...{ stateWeight: "none", ...normalization },
  };
  const entriesBy = (average: string) => [
    catalogueEntry(exam, { ...options, average }, exam.discount, timeLimit === "end"),
  ];
  return { ofGradients: entriesBy("steps"), ofAdvantages: entriesBy("trajectories") };
};
