import type { ChoiceInput } from "../registry.ts";
import type { Updates } from "../updates/index.ts";

/** An update as a program that people know has it. */
export interface UpdatePreset {
  /** One line: whose it is, and what for. */
  readonly summary: string;
  readonly update: ChoiceInput<Updates>;
}

export const orthogonal = { kind: "orthogonal", hidden: Math.SQRT2, last: 0.01 } as const;

export const tanh64 = {
  widths: [64, 64] as number[],
  weights: { kind: "orthogonal", hidden: Math.SQRT2, last: 1 },
} as const;

export const xavier = {
  weights: { kind: "xavier" },
  value: { widths: [64, 64] as number[], weights: { kind: "xavier" } },
} as const;

export const implementationMatters = {
  lambda: 0.95,
  epsilon: 1e-5,
  deviation: "sample",
  timeLimit: "end",
  carry: false,
  cutBootstrap: "last",
} as const;

/** As its code has them for PPO, and for TRPO with all of its code-level choices. */
export const sampleMoments = { deviation: "sample", epsilon: 1e-8 } as const;

export const sampleNormalizers = {
  observations: { ...sampleMoments, clip: 10 },
  rewards: { of: "returns", restart: "ends", ...sampleMoments, clip: 10 },
  weights: orthogonal,
  value: tanh64,
} as const;
