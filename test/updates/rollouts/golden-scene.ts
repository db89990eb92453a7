import { expect } from "vitest";
import { norm } from "../../../src/linear-algebra/norm.ts";
import { perceptron } from "../../../src/policies/bodies/perceptron.ts";
import { composed } from "../../../src/policies/composed.ts";
import { categorical } from "../../../src/policies/heads/categorical.ts";
import { gaussian } from "../../../src/policies/heads/gaussian.ts";
import { stream } from "../../../src/random.ts";
import { valueFunction } from "../../../src/updates/rollouts/value-function.ts";
import { deepGolden } from "../../deep-golden.ts";

/** Of the golden file's batch. */
export const ROWS = 8;
export const none = Number.POSITIVE_INFINITY;
const { inputs } = deepGolden;
export const floats = (numbers: readonly number[]) => Float64Array.from(numbers);

/** The networks of the golden file, with a minibatch of all of its rows. */
export const scene = (kind: "gaussian" | "softmax", sharesHidden = false) => {
  const golden = deepGolden[kind];
  const head = kind === "gaussian" ? gaussian(2, "learned") : categorical(3);
  const body = perceptron({ inputs: 3, widths: [4, 4], outputs: head.inputs, activation: "tanh" });
  const policy = composed({ kind: "perceptron", observationSize: 3, body, head });
  const theta = floats(golden.theta);
  policy.load(theta);
  const shape = { widths: [4, 4], activation: "tanh", weights: { kind: "lecun" } } as const;
  const value = valueFunction(3, shape, stream("golden"), sharesHidden);
  value.weights.set(inputs.value);
  value.load(theta);
  const steps = {
    ...{ trajectories: 1, steps: ROWS, offsets: Int32Array.of(0, ROWS) },
    ...{ terminated: Uint8Array.of(0), cut: Uint8Array.of(1), times: new Int32Array(ROWS) },
    inputs: floats(inputs.observations),
    lastInputs: new Float64Array(3),
    rewards: new Float64Array(ROWS),
    actions: floats(golden.actions),
  };
  const learned = {
    values: floats(inputs.oldValues),
    advantages: floats(inputs.advantages),
    targets: floats(inputs.returns),
  };
  return { golden, policy, theta, value, steps, learned };
};

/** Whether vectors agree to float32's precision, in units of their length. */
export const expectClose = (found: Float64Array, wanted: readonly number[], sign = 1) => {
  expect(found.length).toBe(wanted.length);
  const difference = found.map((x, j) => x - sign * wanted[j]);
  expect(norm(difference)).toBeLessThan(3e-6 * (1e-3 + norm(floats(wanted))));
};
