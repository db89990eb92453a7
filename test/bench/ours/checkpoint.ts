import { join } from "node:path";
import { loadEngine } from "../../../envs/mujoco/engine.ts";
import { openStore, plan, studySchema } from "../../../src/index.ts";
import { encodeState } from "../../../src/memory/encode.ts";
import { createTraining } from "../../../src/run/training.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { serve } from "./serve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** PPO on Hopper, 2048 steps in ten epochs: "kept" keeps and records its state, "made" makes an update. */
const [, , what] = process.argv;

const study = {
  name: "bench",
  environment: { kind: "mujoco", task: "Hopper-v5" },
  objective: { discount: 0.99, horizon: 1000 },
  policy: { kind: "perceptron", widths: [64, 64] },
  agents: [
    {
      name: "ppo",
      update: { preset: "ppo-cleanrl-continuous", anneal: [] },
      batchSteps: 2048,
      iterations: 1e6,
    },
  ],
  seeds: [0],
};
await loadEngine();
const [config] = plan(studySchema.parse(study));
const training = createTraining(setUp(config));
training.step();

const store = openStore(join(temporaryFolder().folder, "bench.db"), "bench");
const planned = { agent: "ppo", seed: 0, environment: "mujoco", config, configHash: "" };
const [{ runId }] = store.register("bench", [{ ...planned, probes: [], estimators: [] }]);
let iteration = 0;

await serve(`Node ${process.versions.node}`, (count) => {
  for (let i = 0; i < count; i++) {
    iteration++;
    if (what === "made") training.step();
    else store.record(runId, { type: "checkpoint", iteration, state: encodeState(training.save()) });
  }
  return { units: count, trajectories: count, check: iteration };
});
