import { afterEach, expect, test, vi } from "vitest";
import { run } from "../../src/run/run.ts";
import { runsOf } from "../problems/runs-of.ts";

/** Rows that went through the network, and calls, since the last reset. */
const passes = vi.hoisted(() => ({ forwardRows: 0, backwardRows: 0, backwardCalls: 0, weightings: 0 }));

vi.mock(import("../../src/policies/bodies/perceptron.ts"), async (original) => {
  const { perceptron } = await original();
  return {
    perceptron(shape) {
      const body = perceptron(shape);
      return {
        ...body,
        forward(inputs, first, rows, times, out) {
          passes.forwardRows += rows;
          body.forward(inputs, first, rows, times, out);
        },
        backward(first, rows, slopes, weightings, outs) {
          passes.backwardRows += rows;
          passes.backwardCalls++;
          passes.weightings += weightings.length;
          body.backward(first, rows, slopes, weightings, outs);
        },
      };
    },
  };
});

afterEach(() => {
  Object.assign(passes, { forwardRows: 0, backwardRows: 0, backwardCalls: 0, weightings: 0 });
});

const REPLICATES = 6;
const BATCH = 40;

/** Draws a probe with the agent's estimator and so many beside it; returns the steps of its batches. */
const probeWith = (beside: number): number => {
  const [config] = runsOf({
    environment: { kind: "cart-pole" },
    objective: { discount: 0.99, horizon: 100 },
    policy: { kind: "perceptron", widths: [8] },
    agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
    probe: {
      batchSizes: [BATCH],
      replicates: REPLICATES,
      estimators: Array.from({ length: beside }, (_, i) => ({
        name: `to-go ${i}`,
        kind: "reinforce",
        baseline: { kind: "constant", value: i },
      })),
    },
  });
  let steps = 0;
  run(config).subscribe((event) => {
    if (event.type === "estimates" && event.estimator === "agent")
      steps = event.envSteps.reduce((sum, each) => sum + each, 0);
  });
  return steps;
};

test("all estimators of a probe share one pass through the network", () => {
  const steps = probeWith(0);
  const alone = { ...passes };
  expect(steps).toBeGreaterThan(REPLICATES * BATCH);
  expect(alone.backwardRows).toBe(steps);
  expect(alone.forwardRows).toBeLessThanOrEqual(2 * steps); // once to act, at most once more to estimate
  expect(alone.weightings).toBe(alone.backwardCalls);

  Object.assign(passes, { forwardRows: 0, backwardRows: 0, backwardCalls: 0, weightings: 0 });
  expect(probeWith(6)).toBe(steps);
  expect(passes).toEqual({ ...alone, weightings: 7 * alone.backwardCalls });
});

test("a batch goes through in blocks as large as they may be", () => {
  const steps = probeWith(0);
  expect(passes.backwardCalls).toBeLessThanOrEqual(steps / 256 + REPLICATES);
});
