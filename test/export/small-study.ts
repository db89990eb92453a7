import { environments } from "../../envs/index.ts";
import type { CustomStudy } from "../../src/study/complete-study.ts";
import { runStudyOn, type StudyOptions } from "../../src/study/run-study.ts";

/** Two agents with two probes each, so that every table and view has rows; and what of it is to be different. */
export const smallStudy = (changes: Partial<CustomStudy> = {}): CustomStudy => ({
  name: "frozen-lake",
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "softmax" },
  agents: [
    {
      name: "reinforce",
      estimator: { kind: "reinforce" },
      optimizer: { kind: "sgd", learningRate: 0.5 },
      batchSize: 8,
      iterations: 4,
    },
    {
      name: "actor-critic",
      estimator: { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "td" } },
      optimizer: { kind: "sgd", learningRate: 0.1 },
      batchSize: 8,
      iterations: 4,
    },
  ],
  probe: {
    every: 4,
    batchSizes: [1, 4],
    replicates: 20,
    estimators: [{ name: "total", kind: "reinforce", return: "total" }],
  },
  seeds: [0, 1],
  ...changes,
});

/** Runs a small study of FrozenLake into the database at `db`, in this thread. */
export const runSmallStudy = async (
  db: string,
  changes: Partial<CustomStudy> = {},
  options: Partial<StudyOptions> = {},
): Promise<void> => {
  const lake = environments["frozen-lake"].create({ map: "4x4", slippery: true });
  const failures = await runStudyOn(lake, smallStudy(changes), { ...options, db });
  if (failures.length > 0) throw new Error(failures[0].error);
};
