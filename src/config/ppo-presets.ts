import {
  implementationMatters,
  orthogonal,
  sampleMoments,
  sampleNormalizers,
  tanh64,
  type UpdatePreset,
  xavier,
} from "./update-preset-parts.ts";

const annealed: "learningRate"[] = ["learningRate"];

const running = { deviation: "population", epsilon: 1e-8, clip: 10 } as const;

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
  weights: orthogonal,
  value: tanh64,
} as const;

const sb3 = {
  lambda: 0.95,
  valueCoefficient: 0.5,
  maxGradientNorm: 0.5,
  epsilon: 1e-5,
  deviation: "sample",
  timeLimit: "bootstrap",
  clipActions: true,
  weights: orthogonal,
  value: tanh64,
} as const;

/** PPO, and A2C, as programs that people know have them. */
export const ppoPresets = {
  "ppo-cleanrl": {
    summary:
      "PPO of CleanRL's ppo.py, for numbered actions: 4 epochs of 4 minibatches, entropy 0.01 (Huang et al. 2022)",
    update: { ...cleanrl, learningRate: 2.5e-4, epochs: 4, minibatches: 4, entropyCoefficient: 0.01 },
  },
  "ppo-cleanrl-continuous": {
    summary:
      "PPO of CleanRL's ppo_continuous_action.py, with running normalizers: 10 epochs of 32 minibatches (Huang et al. 2022)",
    update: {
      ...cleanrl,
      learningRate: 3e-4,
      epochs: 10,
      minibatches: 32,
      observations: running,
      rewards: { of: "returns", restart: "terminations", ...running },
      clipActions: true,
    },
  },
  "ppo-sb3": {
    summary:
      "PPO of Stable-Baselines3: 10 epochs of minibatches, 64 steps each with batchSteps 2048 (Raffin et al. 2021)",
    update: { kind: "ppo", ...sb3, learningRate: 3e-4, epochs: 10, minibatches: 32, clip: 0.2 },
  },
  "ppo-baselines": {
    summary: "PPO of Baselines' ppo2 on MuJoCo, with running normalizers (Dhariwal et al. 2017)",
    update: {
      ...cleanrl,
      learningRate: 3e-4,
      epochs: 10,
      minibatches: 32,
      deviation: "population",
      observations: running,
      rewards: { of: "returns", restart: "ends", ...running },
    },
  },
  "ppo-spinningup": {
    summary:
      "PPO of Spinning Up: up to 80 steps of the whole batch, stopped by KL, then 80 of the values (Achiam 2018)",
    update: {
      kind: "ppo",
      lambda: 0.97,
      clip: 0.2,
      epochs: 80,
      minibatches: 1,
      learningRate: 3e-4,
      valueLearningRate: 1e-3,
      valueCoefficient: 1,
      epsilon: 1e-8,
      order: "policy-first",
      valueEpochs: 80,
      klLimit: 0.015,
      klStop: "minibatch",
      normalizeAdvantages: "batch",
      deviation: "population",
      advantageEpsilon: 0,
      timeLimit: "bootstrap",
      carry: false,
      valueTarget: "returns",
      initialDeviation: Math.exp(-0.5),
      weights: { kind: "pytorch" },
      value: { widths: [64, 64], weights: { kind: "pytorch" } },
    },
  },
  "ppo-implementation-matters": {
    summary:
      "PPO of Engstrom et al. (2020) with their code-level choices, as on Hopper: values first, two Adams, annealed",
    update: {
      kind: "ppo",
      ...implementationMatters,
      ...sampleNormalizers,
      clip: 0.2,
      epochs: 10,
      minibatches: 32,
      learningRate: 3e-4,
      valueLearningRate: 2.5e-4,
      valueCoefficient: 1,
      order: "value-first",
      anneal: annealed,
    },
  },
  "ppo-m": {
    summary: "PPO-M of Engstrom et al. (2020): the clip, and none of the code-level choices, as on Hopper",
    update: {
      kind: "ppo",
      ...implementationMatters,
      ...xavier,
      clip: 0.2,
      epochs: 10,
      minibatches: 32,
      learningRate: 1.7e-4,
      valueLearningRate: 4e-4,
      valueCoefficient: 1,
      order: "value-first",
      observations: sampleMoments,
    },
  },
  "a2c-sb3": {
    summary: "A2C of Stable-Baselines3: RMSprop, λ 1, gradients to a norm of 0.5 (Raffin et al. 2021)",
    update: {
      kind: "a2c",
      ...sb3,
      learningRate: 7e-4,
      decay: 0.99,
      lambda: 1,
      normalizeAdvantages: "none",
    },
  },
} as const satisfies Readonly<Record<string, UpdatePreset>>;
