import {
  implementationMatters,
  orthogonal,
  sampleMoments,
  sampleNormalizers,
  tanh64,
  type UpdatePreset,
  xavier,
} from "./update-preset-parts.ts";

const implementationMattersTrpo = {
  kind: "trpo",
  ...implementationMatters,
  iterations: 10,
  tolerance: 0,
  damping: 0.1,
  fisher: { kind: "random", part: 0.1 },
  shrink: 0.5,
  tries: 10,
  accept: "im",
  valueEpochs: 10,
  minibatches: 32,
  normalizeAdvantages: "batch",
} as const;

/** TRPO as programs that people know have it. */
export const trpoPresets = {
  "trpo-implementation-matters": {
    summary:
      "TRPO of Engstrom et al. (2020), as on Hopper: δ 0.13, Fisher matrix of a random tenth, none of the code-level choices",
    update: {
      ...implementationMattersTrpo,
      ...xavier,
      klLimit: 0.13,
      valueLearningRate: 2e-4,
      observations: sampleMoments,
    },
  },
  "trpo-plus": {
    summary: "TRPO+ of Engstrom et al. (2020), with their code-level choices, as on Hopper: δ 0.04 to 0.07",
    update: {
      ...implementationMattersTrpo,
      ...sampleNormalizers,
      klLimit: 0.04,
      klLimitEnd: 0.07,
      valueLearningRate: 2e-4,
    },
  },
  "trpo-baselines": {
    summary:
      "TRPO of Baselines' trpo_mpi on MuJoCo, for batchSteps 1024: δ 0.01, λ 0.98, Fisher matrix of every fifth step (Dhariwal et al. 2017)",
    update: {
      kind: "trpo",
      lambda: 0.98,
      klLimit: 0.01,
      iterations: 10,
      tolerance: 1e-10,
      damping: 0.1,
      fisher: { kind: "every", nth: 5 },
      shrink: 0.5,
      tries: 10,
      accept: "baselines",
      valueEpochs: 5,
      minibatches: 16, // of 64 steps
      valueLearningRate: 1e-3,
      epsilon: 1e-8,
      normalizeAdvantages: "batch",
      deviation: "population",
      advantageEpsilon: 0,
      timeLimit: "end",
      observations: { deviation: "population", epsilon: 0.01, clip: 5, learn: "batches" }, // its variance is at least 0.01
      weights: orthogonal,
      value: { ...tanh64, widths: [32, 32] },
    },
  },
  "trpo-sb3": {
    summary:
      "TRPO of stable-baselines3-contrib, for batchSteps 2048: δ 0.01, 15 iterations of conjugate gradients (Raffin et al. 2021)",
    update: {
      kind: "trpo",
      lambda: 0.95,
      klLimit: 0.01,
      iterations: 15,
      tolerance: 1e-10,
      damping: 0.1,
      fisher: { kind: "all" },
      shrink: 0.8,
      tries: 10,
      accept: "sb3",
      valueEpochs: 10,
      minibatches: 16, // of 128 steps
      valueLearningRate: 1e-3,
      epsilon: 1e-5,
      normalizeAdvantages: "batch",
      deviation: "sample",
      timeLimit: "bootstrap",
      clipActions: true,
      weights: orthogonal,
      value: tanh64,
    },
  },
  "trpo-spinningup": {
    summary:
      "TRPO of Spinning Up (its TensorFlow code), for batchSteps 4000: δ 0.01, λ 0.97, 80 steps of the values (Achiam 2018)",
    update: {
      kind: "trpo",
      lambda: 0.97,
      klLimit: 0.01,
      iterations: 10,
      tolerance: 0,
      damping: 0.1,
      fisher: { kind: "all" },
      shrink: 0.8,
      tries: 10,
      accept: "spinningup",
      valueEpochs: 80,
      minibatches: 1,
      valueLearningRate: 1e-3,
      epsilon: 1e-8,
      normalizeAdvantages: "batch",
      deviation: "population",
      advantageEpsilon: 0,
      timeLimit: "bootstrap",
      carry: false,
      valueTarget: "returns",
      initialDeviation: Math.exp(-0.5),
      ...xavier, // what tf.layers.dense does
    },
  },
} as const satisfies Readonly<Record<string, UpdatePreset>>;
