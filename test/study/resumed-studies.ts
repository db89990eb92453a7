import type { StudyInput } from "../../src/study/complete-study.ts";

const tables = {
  environment: { kind: "frozen-lake" as const },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "softmax" as const },
};
const pole = {
  environment: { kind: "cart-pole" as const },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "perceptron" as const, widths: [4], normalize: true },
};
const swinging = {
  environment: { kind: "pendulum" as const },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "perceptron" as const, widths: [4] },
};
const evaluate = { every: 3, episodes: 2 };

/** Agents whose runs are ended: what they hold, and what they measure on the way, is not the same. */
export const STUDIES: Readonly<Record<string, Omit<StudyInput, "name" | "seeds">>> = {
  "REINFORCE and Adam, with exact truth": {
    ...tables,
    agents: [
      {
        name: "a",
        estimator: { kind: "reinforce" },
        optimizer: { kind: "adam", learningRate: 0.1, schedule: { kind: "linear", iterations: 6 } },
        batchSize: 4,
        iterations: 6,
      },
    ],
    probe: { every: 3, batchSizes: [1, 2], replicates: 5, diagnostics: { landscape: { half: 1 } } },
    evaluate,
  },
  "actor-critic, estimates of two batches, most of which are not kept": {
    ...tables,
    agents: [
      {
        name: "a",
        estimator: {
          kind: "actor-critic",
          advantage: "gae",
          lambda: 0.9,
          critic: { kind: "td" },
          transforms: [{ kind: "accumulate", batches: 2 }],
        },
        optimizer: { kind: "sgd", learningRate: 0.5 },
        batchSize: 4,
        iterations: 5,
        logEvery: 3,
      },
    ],
    probe: {
      at: [0, 3, 5],
      batchSizes: [2],
      replicates: 5,
      keep: { sample: 2 },
      estimators: [{ name: "mean", kind: "reinforce", baseline: { kind: "running-mean" } }],
    },
  },
  "a perceptron, with references": {
    ...pole,
    agents: [
      {
        name: "a",
        estimator: { kind: "actor-critic", lambda: 0.9, critic: { kind: "perceptron", widths: [4] } },
        optimizer: { kind: "adam", learningRate: 0.01 },
        batchSize: 3,
        iterations: 3,
      },
    ],
    probe: {
      every: 3,
      batchSizes: [2],
      replicates: 5,
      reference: { relativeError: 0.5, trajectories: 2048 },
    },
  },
  "PPO, observations and rewards normalized, episodes that go on": {
    ...swinging,
    agents: [{ name: "a", update: { preset: "ppo-cleanrl-continuous" }, batchSteps: 64, iterations: 5 }],
    probe: { every: 3, pairs: [32], streams: 3 },
    evaluate,
  },
  TRPO: {
    ...swinging,
    agents: [
      {
        name: "a",
        update: { preset: "trpo-implementation-matters" },
        batchSteps: 64,
        iterations: 5,
        logEvery: 2,
      },
    ],
    evaluate,
  },
};
