import type { Scenario } from "./databases.ts";

const agent = {
  name: "agent",
  estimator: { kind: "reinforce" },
  optimizer: { kind: "sgd", learningRate: 0.5 },
  batchSize: 1,
  iterations: 0,
};
const estimators = [{ name: "td", kind: "actor-critic", advantage: "td", critic: { kind: "exact" } }];

const frozenLake = (batchSizes: number[]) => ({
  environment: { kind: "frozen-lake", map: "4x4", slippery: true },
  objective: { discount: 0.99, horizon: 100 },
  policy: { kind: "softmax" },
  agents: [agent],
  probe: { batchSizes, replicates: 200, estimators },
});

const cliffWalking = (batchSizes: number[]) => ({
  environment: { kind: "cliff-walking" },
  objective: { discount: 0.95, horizon: 40 },
  policy: { kind: "softmax" },
  agents: [agent],
  probe: { batchSizes, replicates: 60, estimators },
});

const common = { metrics: ["mean_cosine", "total_variance", "mse", "squared_bias"], baseline: "agent" };
const replicates = { ...common, seeds: 1, over: "replicates" } as const;
const fiveSeeds = { ...common, seeds: 5, over: "seeds" } as const;

/** All of the table in docs/statistics.md: rewards that are rare, and rewards in every step. */
export const scenarios: readonly Scenario[] = [
  { name: "FrozenLake, 200 replicates", study: frozenLake([1, 4, 16]), ...replicates },
  { name: "CliffWalking, 60 replicates", study: cliffWalking([1, 8]), ...replicates },
  { name: "FrozenLake, five seeds", study: frozenLake([1, 4]), ...fiveSeeds },
  { name: "CliffWalking, five seeds", study: cliffWalking([1, 8]), ...fiveSeeds },
];

/** What the test does: little of each. */
export const small: readonly Scenario[] = [
  { name: "FrozenLake, 200 replicates", study: frozenLake([1, 4]), ...replicates },
  { name: "CliffWalking, five seeds", study: cliffWalking([4]), ...fiveSeeds },
];
