import { plan, studySchema } from "../../../src/index.ts";
import { createTraining } from "../../../src/run/training.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { serve } from "./serve.ts";

/** Whole updates of PPO on CartPole, rollout included: CleanRL's, four environments side by side, 128 steps each. */
const study = {
  name: "bench",
  environment: { kind: "cart-pole" },
  objective: { discount: 0.99, horizon: 500 },
  policy: { kind: "perceptron", widths: [64, 64] },
  agents: [
    {
      name: "ppo",
      update: { preset: "ppo-cleanrl", anneal: [] },
      lanes: 4,
      batchSteps: 512,
      iterations: 1e6,
    },
  ],
  seeds: [0],
};
const setup = setUp(plan(studySchema.parse(study))[0]);
const training = createTraining(setup);

await serve(`Node ${process.versions.node}`, (count) => {
  let units = 0;
  for (let i = 0; i < count; i++) {
    training.step();
    units += 512;
  }
  const check = setup.point.theta.reduce((sum, each) => sum + each * each, 0);
  return { units, trajectories: count * 4, check };
});
