import { expect, it } from "vitest";
import { plan } from "../../src/config/plan.ts";
import { run } from "../../src/run/run.ts";
import { parseStudy } from "../../src/study/load.ts";

/** Mean undiscounted returns of the batches of θ₀, θ₁, … */
const trained = (estimator: object): number[] => {
  const study = {
    name: "cart",
    environment: { kind: "cart-pole" },
    objective: { discount: 0.99, horizon: 200 },
    policy: { kind: "perceptron", widths: [32] },
    agents: [{ name: "ppo", estimator, iterations: 12, batchSize: 16 }],
    seeds: 1,
  };
  const returns: number[] = [];
  run(plan(parseStudy(JSON.stringify(study), "cart.json"))[0]).subscribe((event) => {
    if (event.type === "iteration") returns.push(event.episodeReturn!);
  });
  return returns;
};

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

it("PPO by its preset keeps a pole upright, with perceptrons for the policy and for the values", () => {
  const returns = trained({ preset: "ppo" });
  expect(returns[0]).toBeLessThan(40); // about 20 of a policy that knows nothing
  expect(mean(returns.slice(-4))).toBeGreaterThan(100);
});

it("and would not by chance: with inner steps too small to lead anywhere it does not", () => {
  const returns = trained({ preset: "ppo", innerLearningRate: 1e-6 });
  expect(mean(returns.slice(-4))).toBeLessThan(40);
});
