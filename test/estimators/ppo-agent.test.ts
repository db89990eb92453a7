import { expect, test } from "vitest";
import { train } from "../../src/run/train.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { runsOf } from "../problems/runs-of.ts";

/** J on CliffWalking after 60 updates by the defaults of a preset; the way along the cliff is worth −13, GAE learns −17. */
const learned = (estimator: object, seed = 0): number => {
  const study = {
    environment: { kind: "cliff-walking" },
    objective: { discount: 1, horizon: 200 },
    policy: { kind: "softmax" },
    agents: [{ name: "a", estimator, iterations: 60, logEvery: 60 }],
    seeds: [seed],
  };
  const setup = setUp(runsOf(study)[0]);
  train(setup).subscribe();
  return setup.point.exact!.value;
};

test("an agent that follows the displacement of PPO learns; one that adds the gradient at the end of it does not", () => {
  for (const seed of [0, 1]) expect(learned({ preset: "ppo" }, seed)).toBeGreaterThan(-25);
  expect(learned({ preset: "ppo-inner-gradient" })).toBeLessThan(-100);
});

test("a displacement is taken as it is, unless the study names an optimizer", () => {
  const optimizerOf = (agent: object) =>
    runsOf({ agents: [{ name: "a", iterations: 1, ...agent }] })[0].agent.optimizer;
  const inner = { kind: "ppo", innerSteps: 2, innerLearningRate: 1, critic: { kind: "td" } };
  expect(optimizerOf({ estimator: { preset: "ppo" } })).toEqual({ kind: "sgd", learningRate: 1 });
  expect(optimizerOf({ estimator: { ...inner, of: "displacement" } })).toEqual({
    kind: "sgd",
    learningRate: 1,
  });
  for (const estimator of [
    inner,
    { ...inner, of: "inner-gradient" },
    { preset: "ppo", of: "inner-gradient" },
  ])
    expect(optimizerOf({ estimator })).toEqual({ kind: "sgd", learningRate: 0.1 });
  const adam = { kind: "adam", learningRate: 0.01 };
  expect(optimizerOf({ estimator: { preset: "ppo" }, optimizer: adam })).toMatchObject(adam);
});
