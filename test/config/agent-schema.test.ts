import { expect, it } from "vitest";
import { updatePresets } from "../../src/config/update-presets.ts";
import { parseStudy } from "../../src/study/load.ts";

const study = (agent: object) =>
  JSON.stringify({
    name: "x",
    environment: { kind: "cart-pole" },
    objective: { discount: 0.99, horizon: 500 },
    policy: { kind: "perceptron" },
    agents: [{ name: "a", ...agent }],
    seeds: 1,
  });
const parsed = (agent: object) => parseStudy(study(agent), "x.json").agents[0];
const drawing = { update: { kind: "ppo" }, batchSteps: 512, lanes: 4, steps: 10_000 };

it("makes iterations of steps, and leaves out what the update does not read", () => {
  const agent = parsed(drawing);
  expect(agent).toMatchObject({ batchSteps: 512, lanes: 4, iterations: 19 });
  for (const key of ["steps", "optimizer", "batchSize", "estimator"]) expect(agent).not.toHaveProperty(key);
});

it("keeps what an agent that ascends reads", () => {
  const agent = parsed({ estimator: { kind: "reinforce" }, iterations: 3 });
  expect(agent).toMatchObject({ batchSize: 32, optimizer: { kind: "sgd" }, iterations: 3 });
});

it.each(Object.keys(updatePresets))("%s is complete", (preset) => {
  const { update } = parsed({ ...drawing, update: { preset, valueLearningRate: 0.5 } });
  const { kind, ...options } = updatePresets[preset as keyof typeof updatePresets].update;
  expect(update).toMatchObject({ kind, ...options, valueLearningRate: 0.5 });
});

it("takes an option of a preset out where it is null, and knows it then for no mistake", () => {
  const update = {
    preset: "ppo-cleanrl-continuous",
    valueClip: null,
    rewards: null,
    klLimit: null,
    epochs: null,
  };
  const without = parsed({ ...drawing, update }).update;
  for (const key of ["valueClip", "rewards", "klLimit"]) expect(without).not.toHaveProperty(key);
  expect(without).toMatchObject({ epochs: 10, observations: { clip: 10 } });
});

it.each<[string, object]>([
  ["agents[0].update.klLimt is not a key here", { ...drawing, update: { preset: "ppo-sb3", klLimt: null } }],
  [
    "agents[0].batchSize: update ppo does not read it; its batches are of batchSteps",
    { ...drawing, batchSize: 8 },
  ],
  ["agents[0].estimator: update ppo does not read it", { ...drawing, estimator: { kind: "reinforce" } }],
  [
    "agents[0].optimizer: update ppo does not read it",
    { ...drawing, optimizer: { kind: "adam", learningRate: 1 } },
  ],
  [
    "agents[0].update.minibatches: expected at most batchSteps, 512; got 600",
    { ...drawing, update: { kind: "ppo", minibatches: 600 } },
  ],
  [
    "agents[0].update.klLimit must be more than 0; got 0",
    { ...drawing, update: { kind: "trpo", klLimit: 0 } },
  ],
  [
    "agents[0].update.klLimit must be more than 0; got 0",
    { ...drawing, update: { preset: "ppo-sb3", klLimit: 0 } },
  ],
  ["agents[0].batchSteps is missing", { update: { kind: "ppo" }, steps: 100 }],
  ["agents[0].iterations is missing", { update: { kind: "ppo" }, batchSteps: 100 }],
  ["agents[0].steps: is in place of iterations", { ...drawing, iterations: 3 }],
  ["agents[0].steps: expected at least batchSteps, 512; got 100", { ...drawing, steps: 100 }],
  ["agents[0].batchSteps: expected a multiple of lanes, 3; got 512", { ...drawing, lanes: 3 }],
  [
    "agents[0].lanes: only an update that draws steps reads it",
    { estimator: { kind: "reinforce" }, iterations: 1, lanes: 2 },
  ],
  ["agents[0].estimator is missing", { iterations: 1 }],
  ["agents[0].update.preset must be one of ppo-cleanrl", { ...drawing, update: { preset: "ppo-clean" } }],
])("%s", (message, agent) => {
  expect(() => parsed(agent)).toThrow(message);
});
