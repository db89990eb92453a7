import { ppoPresets } from "./ppo-presets.ts";
import { trpoPresets } from "./trpo-presets.ts";

export type { UpdatePreset } from "./update-preset-parts.ts";

/** The table of presets of updates: its keys are the choices of `update.preset`. */
export const updatePresets = { ...ppoPresets, ...trpoPresets } as const;

export type UpdatePresetName = keyof typeof updatePresets;
