import type { ChoiceInput } from "../registry.ts";
import type { Updates } from "../updates/index.ts";

/** An update as a program that people know has it. */
export interface UpdatePreset {
  /** One line: whose it is, and what for. */
  readonly summary: string;
  readonly update: ChoiceInput<Updates>;
}

const annealed: "learningRate"[] = ["learningRate"];

const cleanrl = {
  kind: "ppo",
  lambda: 0.95,
  clip: 0.2,
  valueClip: 0.2,
  valueCoefficient: 0.25, // its 0.5 is of ½ (V − T)²
  maxGradientNorm: 0.5,
  epsilon: 1e-5,
  anneal: annealed,
  normalizeAdvantages: "minibatch",
  deviation: "sample",
  timeLimit: "end",
} as const;

/** The table of presets of updates: its keys are the choices of `update.preset`. */
export const updatePresets = {
  "ppo-cleanrl": {
    summary:
      "PPO of CleanRL's ppo.py, for numbered actions: 4 epochs of 4 minibatches, entropy 0.01 (Huang et al. 2022)",
    update: { ...cleanrl, learningRate: 2.5e-4, epochs: 4, minibatches: 4, entropyCoefficient: 0.01 },
  },
  "ppo-cleanrl-continuous": {
    summary: "PPO of CleanRL's ppo_continuous_action.py: 10 epochs of 32 minibatches (Huang et al. 2022)",
    update: { ...cleanrl, learningRate: 3e-4, epochs: 10, minibatches: 32 },
  },
  "a2c-sb3": {
    summary: "A2C of Stable-Baselines3: RMSprop, λ 1, gradients to a norm of 0.5 (Raffin et al. 2021)",
    update: {
      kind: "a2c",
      learningRate: 7e-4,
      epsilon: 1e-5,
      decay: 0.99,
      lambda: 1,
      valueCoefficient: 0.5,
      maxGradientNorm: 0.5,
      normalizeAdvantages: "none",
      timeLimit: "bootstrap",
    },
  },
} as const satisfies Readonly<Record<string, UpdatePreset>>;

export type UpdatePresetName = keyof typeof updatePresets;
