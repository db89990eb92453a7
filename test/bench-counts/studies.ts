import type { Environment } from "../../envs/contract/environment.ts";
import type { CustomStudy } from "../../src/study/complete-study.ts";
import { anyEnvironment } from "../problems/environments.ts";

const study = (changes: Pick<CustomStudy, "policy" | "agents"> & { beside: object[] }): CustomStudy => {
  const { beside, ...rest } = changes;
  return {
    name: "fixed",
    objective: { discount: 0.97, horizon: 25 },
    probe: { every: 5, batchSizes: [1, 6], replicates: 12, estimators: beside as never },
    seeds: [0, 1],
    ...rest,
  };
};

const reinforce = (optimizer: object) => ({
  name: "reinforce",
  estimator: { kind: "reinforce" as const },
  optimizer: optimizer as never,
  batchSize: 7,
  iterations: 10,
});

/** Small studies that go through every way of drawing and estimating. */
export const STUDIES: Record<string, { environment: Environment; study: CustomStudy }> = {
  tabular: {
    environment: anyEnvironment("frozen-lake", { map: "4x4", slippery: true }),
    study: study({
      policy: { kind: "softmax", initial: { normal: 0.3 } },
      agents: [
        reinforce({ kind: "adam", learningRate: 0.1 }),
        {
          name: "actor-critic",
          estimator: { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "td" } },
          optimizer: { kind: "sgd", learningRate: 0.5 },
          batchSize: 7,
          iterations: 10,
        },
      ],
      beside: [
        { name: "total", kind: "reinforce", return: "total" },
        { name: "value", kind: "reinforce", baseline: { kind: "value", critic: { kind: "exact" } } },
        { name: "td", kind: "actor-critic", advantage: "td", critic: { kind: "exact" } },
      ],
    }),
  },
  "linear-quadratic": {
    environment: anyEnvironment("linear-quadratic", { preset: "double-integrator" }),
    study: study({
      policy: { kind: "linear-gaussian", deviation: "learned" },
      agents: [reinforce({ kind: "adam", learningRate: 0.01 })],
      beside: [{ name: "total", kind: "reinforce", return: "total" }],
    }),
  },
  perceptron: {
    environment: anyEnvironment("cart-pole"),
    study: study({
      policy: { kind: "perceptron", widths: [9, 6] },
      agents: [reinforce({ kind: "adam", learningRate: 0.01 })],
      beside: [{ name: "constant", kind: "reinforce", baseline: { kind: "constant", value: 9 } }],
    }),
  },
  "gaussian perceptron": {
    environment: anyEnvironment("pendulum"),
    study: study({
      policy: { kind: "perceptron", widths: [8], activation: "relu" },
      agents: [reinforce({ kind: "sgd", learningRate: 0.001 })],
      beside: [],
    }),
  },
};
