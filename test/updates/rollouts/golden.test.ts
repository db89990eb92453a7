import { describe, expect, it } from "vitest";
import { normalize } from "../../../src/estimators/normalize.ts";
import { norm } from "../../../src/linear-algebra/norm.ts";
import { adam } from "../../../src/optimizers/adam.ts";
import { rmsprop } from "../../../src/optimizers/rmsprop.ts";
import { perceptron } from "../../../src/policies/bodies/perceptron.ts";
import { composed } from "../../../src/policies/composed.ts";
import { categorical } from "../../../src/policies/heads/categorical.ts";
import { gaussian } from "../../../src/policies/heads/gaussian.ts";
import type { ContinuousPoint } from "../../../src/problem/point.ts";
import { stream } from "../../../src/random.ts";
import { limitNorm } from "../../../src/updates/rollouts/limit-norm.ts";
import { policySlopes, valueSlopes } from "../../../src/updates/rollouts/losses.ts";
import { Minibatch } from "../../../src/updates/rollouts/minibatch.ts";
import { type SurrogateOptions, surrogate } from "../../../src/updates/rollouts/surrogate.ts";
import { valueFunction } from "../../../src/updates/rollouts/value-function.ts";
import type { UpdateContext } from "../../../src/updates/update.ts";
import { deepGolden } from "../../deep-golden.ts";

const ROWS = 8;
const none = Number.POSITIVE_INFINITY;
const { inputs } = deepGolden;
const floats = (numbers: readonly number[]) => Float64Array.from(numbers);

/** The networks of the golden file, with a minibatch of all of its rows. */
const scene = (kind: "gaussian" | "softmax") => {
  const golden = deepGolden[kind];
  const head = kind === "gaussian" ? gaussian(2, "learned") : categorical(3);
  const body = perceptron({ inputs: 3, widths: [4, 4], outputs: head.inputs, activation: "tanh" });
  const policy = composed({ kind: "perceptron", observationSize: 3, body, head });
  const theta = floats(golden.theta);
  policy.load(theta);
  const shape = { widths: [4, 4], activation: "tanh", weights: { kind: "lecun" } } as const;
  const value = valueFunction(3, shape, stream("golden"));
  value.weights.set(inputs.value);
  value.load();
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
const expectClose = (found: Float64Array, wanted: readonly number[], sign = 1) => {
  expect(found.length).toBe(wanted.length);
  const difference = found.map((x, j) => x - sign * wanted[j]);
  expect(norm(difference)).toBeLessThan(3e-6 * (1e-3 + norm(floats(wanted))));
};

it("a deviation of the population in place of the sample's would be seen", () => {
  const advantages = floats(inputs.advantages);
  normalize(advantages, ROWS, { deviation: "population" });
  expect(() => expectClose(advantages, deepGolden.advantages.sample)).toThrow();
  const right = floats(inputs.advantages);
  normalize(right, ROWS, { deviation: "sample" });
  expectClose(right, deepGolden.advantages.sample);
});

const variants = {
  cleanrl: { clip: 0.2, coefficient: 0.25, most: 0.5 }, // a coefficient of 0.5, of ½ (V − T)²
  "cleanrl-no-clip": { clip: none, coefficient: 0.25, most: 0.5 },
  sb3: { clip: none, coefficient: 0.5, most: 0.5 },
  im: { clip: 0.2, coefficient: 1, most: none },
} as const;

describe.each(["gaussian", "softmax"] as const)("a minibatch of PPO, %s, is PyTorch's", (kind) => {
  it.each(Object.entries(variants))("with the values of %s", (name, { clip, coefficient, most }) => {
    const { golden, policy, theta, value, steps, learned } = scene(kind);
    const wanted = golden.ppo.variants[name as keyof typeof variants];
    const minibatch = new Minibatch(3, kind === "gaussian" ? 2 : 1);
    const order = Int32Array.from({ length: ROWS }, (_, k) => k);
    minibatch.gather(steps, learned, floats(golden.oldLogProbabilities), order, 0, ROWS);
    normalize(minibatch.advantages, ROWS, { deviation: "sample" });
    const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 };
    const rules = [adam(theta.length, options), adam(value.weights.length, options)];
    for (let step = 0; step < 3; step++) {
      const gradients = [new Float64Array(theta.length), new Float64Array(value.weights.length)];
      const ofPolicy = { steps: 0, loss: 0, entropy: 0, kl: 0, clipped: 0 };
      const ofValue = { steps: 0, loss: 0 };
      policySlopes(policy.rows, minibatch, { clip: 0.2, entropyCoefficient: 0.01 }, gradients[0], ofPolicy);
      valueSlopes(value, minibatch, { coefficient, clip }, gradients[1], ofValue);
      if (step === 0) {
        expectClose(gradients[0], golden.ppo.policyGradient, -1);
        expectClose(gradients[1], wanted.valueGradient, -1);
        expect(ofPolicy.loss / ROWS).toBeCloseTo(golden.ppo.policyLoss, 6);
        expect(ofPolicy.entropy / ROWS).toBeCloseTo(golden.ppo.entropy, 6);
        expect(ofPolicy.kl / ROWS).toBeCloseTo(golden.ppo.approxKl, 6);
        expect(ofPolicy.clipped / ROWS).toBe(golden.ppo.clipFraction);
        const half = name === "sb3" || name === "im" ? 1 : 0.5;
        expect((half * ofValue.loss) / ROWS).toBeCloseTo(wanted.valueLoss, 5);
      }
      const length = limitNorm(gradients, most, "together");
      if (step === 0) expect(length).toBeCloseTo(wanted.norm, 5);
      rules[0](theta, gradients[0], 0.01);
      rules[1](value.weights, gradients[1], 0.01);
      policy.load(theta);
      value.load();
      if (step === 0 && wanted.after1) {
        expectClose(theta, wanted.after1[0]);
        expectClose(value.weights, wanted.after1[1]);
      }
    }
    expectClose(theta, wanted.after3[0]);
    expectClose(value.weights, wanted.after3[1]);
  });

  it("and so is a step of A2C, which is an update of one minibatch without a clip", () => {
    const { golden, policy, theta, value, steps, learned } = scene(kind);
    const context = { point: { theta }, stream: (purpose: string) => stream("golden", purpose) };
    const options: SurrogateOptions = {
      ...{ epochs: 1, minibatches: 1, clip: none, valueClip: none, klLimit: none, valueEpochs: 1 },
      ...{ learningRate: 7e-4, valueLearningRate: 7e-4, valueCoefficient: 0.5, entropyCoefficient: 0.01 },
      ...{ maxGradientNorm: 0.5, clipGradients: "together", normalizeAdvantages: "none" },
      ...{ deviation: "sample", advantageEpsilon: 1e-8, anneal: [], order: "together", klStop: "epoch" },
    };
    const learners = { context: context as unknown as UpdateContext, value, observationSize: 3 };
    const update = surrogate(options, (size) => rmsprop(size, 0.99, 1e-5), {
      ...learners,
      actionSize: kind === "gaussian" ? 2 : 1,
    });
    const point = { theta, policy, moveTo: () => policy.load(theta) } as unknown as ContinuousPoint;
    const { gradientNorm, figures } = update.improve(steps, learned, point, 0);
    expect(gradientNorm).toBeCloseTo(golden.a2c.norm, 5);
    expect(figures.valueLoss).toBeCloseTo(golden.a2c.valueLoss, 5);
    expect(figures.kl).toBe(0);
    expectClose(theta, golden.a2c.pytorch.after1![0]);
    expectClose(value.weights, golden.a2c.pytorch.after1![1]);
    for (let step = 0; step < 2; step++) update.improve(steps, learned, point, 0);
    expectClose(theta, golden.a2c.pytorch.after3[0]);
    expectClose(value.weights, golden.a2c.pytorch.after3[1]);
  });
});
