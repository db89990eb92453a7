import { describe, expect, it } from "vitest";
import { isTabular } from "../../../src/policies/policy.ts";
import { createTraining } from "../../../src/run/training.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { largest } from "../../numbers.ts";
import { runsOf } from "../../problems/runs-of.ts";

const setUpWith = (update: object, policy: object = {}) =>
  setUp(
    runsOf({
      environment: { kind: "pendulum" },
      objective: { discount: 0.99, horizon: 20 },
      policy: { kind: "perceptron", widths: [4], ...policy },
      agents: [
        { name: "a", update: { kind: "trpo", minibatches: 1, ...update }, batchSteps: 60, iterations: 3 },
      ],
      seeds: [2],
    })[0],
  );

/** What is applied before and after a batch, and the mean of the observations that it had. */
const applied = (setup: ReturnType<typeof setUp>) => {
  const { policy } = setup.point.problem;
  if (isTabular(policy)) throw new Error("is a table");
  const { moments } = policy.normalizer!;
  const sums = new Float64Array(3);
  const { step } = setup.update;
  const inputs: number[] = [];
  setup.update.step = (batch, ...others) => {
    for (let k = 0; k < batch.steps * 3; k++) sums[k % 3] += batch.observations[k] / batch.steps;
    inputs.push(...moments);
    return step(batch, ...others);
  };
  createTraining(setup).step();
  return { during: inputs, after: [...moments], mean: sums };
};

describe("an update's normalizer of observations", () => {
  it("learns from each observation before it is used", () => {
    const { during, mean } = applied(setUpWith({ observations: {} }));
    expect(largest(mean.map((x, o) => x - during[o]))).toBeLessThan(0.2); // it has seen one observation more, too
    expect(during.slice(3).every((deviation) => deviation !== 1)).toBe(true);
  });

  it.each([
    ["an update's own", { observations: { learn: "batches" } }, {}],
    ["the policy's", {}, { normalize: true }],
  ])("(%s) learns from a batch after its update", (_, update, policy) => {
    const { during, after, mean } = applied(setUpWith(update, policy));
    expect(during).toEqual([0, 0, 0, 1, 1, 1]);
    expect(largest(mean.map((x, o) => x - after[o]))).toBeLessThan(1e-3); // which begins with a ten-thousandth of a sample
    expect(after.slice(3).every((deviation) => deviation !== 1)).toBe(true);
  });
});
