import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { adam } from "../../src/optimizers/adam.ts";
import { rmsprop } from "../../src/optimizers/rmsprop.ts";
import type { HoldingRule } from "../../src/optimizers/scheduled.ts";
import { composed } from "../../src/policies/composed.ts";
import { gaussian } from "../../src/policies/heads/gaussian.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { deepGolden } from "../deep-golden.ts";
import { exactPerceptron } from "../policies/exact-perceptron.ts";
import { apart } from "../policies/perceptron-twin.ts";

const { inputs, gaussian: golden } = deepGolden;
const ROWS = 8;
const shape = { inputs: 3, widths: [4, 4], activation: "tanh" } as const;
const policy = composed({
  kind: "test",
  observationSize: 3,
  body: exactPerceptron({ ...shape, outputs: 2 }),
  head: gaussian(2, "learned"),
});
const values = exactPerceptron({ ...shape, outputs: 1 });
const observations = Float64Array.from(inputs.observations);
const batch: TrajectoryBatch = {
  trajectories: 1,
  steps: ROWS,
  offsets: Int32Array.of(0, ROWS),
  rewards: new Float64Array(ROWS),
  states: new Int32Array(0),
  actions: Float64Array.from(golden.actions),
  lastStates: new Int32Array(0),
  observations,
  lastObservations: new Float64Array(3),
  terminated: Uint8Array.of(1),
  groupSize: 1,
};
const P = policy.parameters;

/** The slopes of A2C's loss, uphill: of both networks' parameters, the policy's first. */
const slopesAt = (both: Float64Array): Float64Array => {
  const slopes = new Float64Array(both.length);
  const ofPolicy = slopes.subarray(0, P);
  policy.load(both);
  policy.weightedScores(batch, 0, ROWS, [Float64Array.from(inputs.advantages, (a) => a / ROWS)], [ofPolicy]);
  for (let j = P - 2; j < P; j++) ofPolicy[j] += 0.01; // of the entropy
  const V = new Float64Array(ROWS);
  values.load(both.subarray(P));
  values.forward(observations, 0, ROWS, new Int32Array(ROWS), V);
  const errors = V.map((value, r) => (0.5 * 2 * (inputs.returns[r] - value)) / ROWS);
  values.backward(0, ROWS, new Float64Array(ROWS).fill(1), [errors], [slopes.subarray(P)]);
  return slopes;
};

/** θ of both networks after so many steps, with the norm of the slopes limited to 0.5. */
const stepped = (steps: number, rule: HoldingRule): Float64Array => {
  const both = Float64Array.of(...golden.theta, ...inputs.value);
  for (let i = 0; i < steps; i++) {
    const slopes = slopesAt(both);
    const scale = Math.min(1, 0.5 / (norm(slopes) + 1e-6)); // PyTorch's limit
    rule(
      both,
      slopes.map((s) => scale * s),
      7e-4,
    );
  }
  return both;
};
const all = P + inputs.value.length;
const start = [...golden.theta, ...inputs.value];
const moved = (to: ArrayLike<number>) => start.map((x, j) => to[j] - x);

describe("RMSprop", () => {
  it.each([
    ["pytorch", 1, golden.a2c.pytorch.after1],
    ["pytorch", 3, golden.a2c.pytorch.after3],
    ["tensorflow", 3, golden.a2c.tensorflow.after3],
  ] as const)("moves as that of %s does, after %d steps of A2C", (form, steps, expected) => {
    const to = moved(stepped(steps, rmsprop(all, 0.99, 1e-5, form)));
    expect(apart(to, moved((expected ?? []).flat()))).toBeLessThan(1e-8); // of steps with 13 digits of θ
    const other = form === "pytorch" ? "tensorflow" : "pytorch";
    expect(apart(moved(stepped(steps, rmsprop(all, 0.99, 1e-5, other))), to)).toBeGreaterThan(0.1);
    expect(
      apart(moved(stepped(steps, adam(all, { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 }))), to),
    ).toBeGreaterThan(0.1);
  });

  it("has the slopes and the norm that PyTorch finds", () => {
    const slopes = slopesAt(Float64Array.from(start));
    const expected = [...golden.a2c.policyGradient, ...golden.a2c.valueGradient].map((g) => -g);
    expect(apart(slopes, expected)).toBeLessThan(1e-11);
    expect(norm(slopes)).toBeCloseTo(golden.a2c.norm, 11);
  });
});
