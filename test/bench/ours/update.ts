import type { ContinuousEnvironment } from "../../../envs/contract/environment.ts";
import { loadEngine } from "../../../envs/mujoco/engine.ts";
import { environmentFrom } from "../../../src/config/environments.ts";
import { plan, studySchema } from "../../../src/index.ts";
import { createTraining } from "../../../src/run/training.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { physicsOf, recorded, sumOfSquares } from "./replay.ts";
import { processorTime, serve } from "./serve.ts";

/**
 * Whole updates of PPO as CleanRL has them, rollout included: on CartPole with four environments side by side, 128 steps
 * each; on Hopper with 2048 steps of one, in ten epochs. "physics" makes the same updates and, of each batch, the engine's
 * substeps once more, and only these are timed.
 */
const [, , problem, what] = process.argv;

const PROBLEMS = {
  "cart-pole": {
    environment: { kind: "cart-pole" },
    horizon: 500,
    agent: { update: { preset: "ppo-cleanrl", anneal: [] }, lanes: 4, batchSteps: 512 },
  },
  hopper: {
    environment: { kind: "mujoco", task: "Hopper-v5" },
    horizon: 1000,
    agent: { update: { preset: "ppo-cleanrl-continuous", anneal: [] }, lanes: 1, batchSteps: 2048 },
  },
};
const { environment, horizon, agent } = PROBLEMS[problem as keyof typeof PROBLEMS];
const study = {
  name: "bench",
  environment,
  objective: { discount: 0.99, horizon },
  policy: { kind: "perceptron", widths: [64, 64] },
  agents: [{ name: "ppo", iterations: 1e6, ...agent }],
  seeds: [0],
};
if (problem === "hopper") await loadEngine();
const [config] = plan(studySchema.parse(study));
const recording = recorded(environmentFrom(config.environment) as ContinuousEnvironment);
const physics = what === "physics" ? physicsOf("Hopper-v5") : undefined;
const setup = physics ? setUp(config, recording.environment) : setUp(config);
const training = createTraining(setup);
let replayed = 0; // nanoseconds

await serve(
  `Node ${process.versions.node}`,
  (count) => {
    let check = 0;
    for (let i = 0; i < count; i++) {
      training.step();
      if (physics) {
        const taken = recording.take();
        const start = processorTime();
        check += physics(taken);
        replayed += processorTime() - start;
      } else check = sumOfSquares(setup.point.theta);
    }
    return { units: count * agent.batchSteps, trajectories: count * agent.lanes, check };
  },
  physics ? () => replayed : processorTime,
);
