import { describe, expect, it } from "vitest";
import { norm } from "../../../src/linear-algebra/norm.ts";
import { adam } from "../../../src/optimizers/adam.ts";
import { rmsprop } from "../../../src/optimizers/rmsprop.ts";
import type { ContinuousPoint } from "../../../src/problem/point.ts";
import { stream } from "../../../src/random.ts";
import { createTraining } from "../../../src/run/training.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { type SurrogateOptions, surrogate } from "../../../src/updates/rollouts/surrogate.ts";
import type { UpdateContext } from "../../../src/updates/update.ts";
import { deepGolden } from "../../deep-golden.ts";
import { runsOf } from "../../problems/runs-of.ts";
import { expectClose, none, scene } from "./golden-scene.ts";

/** As the golden file has them: PPO goes over its batch several times, and A2C is given it anew. */
const settings = {
  ppo: {
    changes: { clip: 0.2, learningRate: 0.01, normalizeAdvantages: "minibatch" },
    rule: (size: number) => adam(size, { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 }),
  },
  a2c: {
    changes: { clip: none, learningRate: 7e-4, normalizeAdvantages: "none" },
    rule: (size: number) => rmsprop(size, 0.99, 1e-5),
  },
} as const;

/** After so many steps. */
const updated = (
  kind: "gaussian" | "softmax",
  name: keyof typeof settings,
  count: number,
  sharesHidden = true,
) => {
  const { policy, theta, value, steps, learned } = scene(kind, sharesHidden);
  const { changes, rule } = settings[name];
  const options: SurrogateOptions = {
    ...{
      epochs: name === "ppo" ? count : 1,
      minibatches: 1,
      valueClip: none,
      klLimit: none,
      valueEpochs: 1,
      klStop: "epoch",
    },
    ...{ valueLearningRate: changes.learningRate, valueCoefficient: 0.5, entropyCoefficient: 0.01 },
    ...{ maxGradientNorm: 0.5, clipGradients: "together", deviation: "sample", advantageEpsilon: 1e-8 },
    ...{ anneal: [], order: "together", ...changes },
  };
  const context = { point: { theta }, stream: (purpose: string) => stream("golden", purpose) };
  const update = surrogate(options, rule, {
    ...{ context: context as unknown as UpdateContext, value, observationSize: 3 },
    actionSize: kind === "gaussian" ? 2 : 1,
  });
  const point = { theta, policy, moveTo: () => policy.load(theta) } as unknown as ContinuousPoint;
  const before = new Float64Array(8);
  value.evaluate(steps.inputs, 8, before);
  const { gradientNorm, figures } = update.improve(steps, learned, point, 0);
  for (let again = 1; name === "a2c" && again < count; again++) update.improve(steps, learned, point, 0);
  return { theta, value, gradientNorm, figures, before };
};

describe.each(["gaussian", "softmax"] as const)(
  "hidden layers that are shared, %s, move as PyTorch's",
  (kind) => {
    it.each(["ppo", "a2c"] as const)("by %s", (name) => {
      const wanted = deepGolden[kind].shared[name];
      const first = updated(kind, name, 1);
      expectClose(first.before, wanted.values);
      expect(first.gradientNorm).toBeCloseTo(wanted.norm, 5);
      expect(first.figures.valueLoss).toBeCloseTo(wanted.valueLoss, 5);
      for (const [count, [theta, last]] of [
        [1, wanted.after1!],
        [3, wanted.after3],
      ] as const) {
        const { theta: found, value } = updated(kind, name, count);
        expectClose(found, theta);
        expectClose(value.weights.subarray(value.shared), last);
        expect(value.weights.subarray(0, value.shared)).toEqual(found.subarray(0, value.shared));
      }
    });

    it.each(["ppo", "a2c"] as const)("and would not by %s with layers of their own", (name) => {
      const [theta] = deepGolden[kind].shared[name].after1!;
      const { theta: found, value } = updated(kind, name, 1, false);
      expect(value.shared).toBe(0);
      expect(() => expectClose(found, theta)).toThrow();
    });
  },
);

const study = (agent: object, change: object = {}) =>
  setUp(
    runsOf({
      environment: { kind: "cart-pole" },
      objective: { discount: 0.99, horizon: 50 },
      policy: { kind: "perceptron", widths: [6, 4] },
      agents: [{ name: "a", batchSteps: 40, iterations: 3, ...agent }],
      ...change,
    })[0],
  );
const sharing = (options: object) => ({ update: { minibatches: 2, value: { shared: true }, ...options } });
const a2c = { update: { kind: "a2c", value: { shared: true } } };

describe("an update whose value network shares the policy's hidden layers", () => {
  const orthogonal = { kind: "orthogonal" };

  it("draws them once, with the policy's gains, and the last layer of the values with its own", () => {
    const { point, update } = study(sharing({ kind: "ppo", weights: orthogonal, epochs: 1 }));
    const { weights, shared } = update.value!;
    expect(shared).toBe(6 * 5 + 4 * 7);
    expect(weights.subarray(0, shared)).toEqual(point.theta.subarray(0, shared));
    const rows = (from: number, inputs: number, count: number) =>
      Array.from({ length: count }, (_, r) =>
        norm(point.theta.subarray(from + r * inputs, from + (r + 1) * inputs)),
      );
    for (const length of rows(6 * 5, 6, 4)) expect(length).toBeCloseTo(Math.SQRT2, 12);
    for (const length of rows(shared, 4, 2)) expect(length).toBeCloseTo(0.01, 12);
    expect(norm(weights.subarray(shared))).toBeCloseTo(1, 12);
  });

  it.each([
    ["ppo", sharing({ kind: "ppo", epochs: 2 })],
    ["a2c", a2c],
  ])("(%s) moves the layers for both, and a preview moves nothing", (_, agent) => {
    const setup = study(agent, {
      probe: { streams: 2, pairs: [30], estimators: [{ name: "d", kind: "displacement" }] },
    });
    const { point, update, estimators } = setup;
    const training = createTraining(setup);
    training.step();
    const { weights, shared } = update.value!;
    const state = update.save();
    const batch = update.lanes!(stream("x"), stream("y")).draw(30);
    const out = new Float64Array(point.theta.length);
    estimators[1].estimator.estimate(batch, point, out, stream("z"));
    expect(out.subarray(0, shared).some((x) => x !== 0)).toBe(true);
    expect(update.save()).toEqual(state);
    expect(weights.subarray(0, shared)).toEqual(point.theta.subarray(0, shared));
    training.step();
    expect(weights.subarray(0, shared)).toEqual(point.theta.subarray(0, shared));
  });

  it("values of another point are those of its layers", () => {
    const { point, update, estimators } = study(a2c);
    const batch = update.lanes!(stream("x"), stream("y")).draw(30);
    const estimateAt = (where: typeof point) => {
      const out = new Float64Array(point.theta.length);
      estimators[0].estimator.estimate(batch, where, out, stream("z"));
      return out;
    };
    const here = estimateAt(point);
    const elsewhere = estimateAt(point.moved(point.theta.map((x) => 1.5 * x)));
    expect(elsewhere).not.toEqual(here);
    expect(estimateAt(point)).toEqual(here);
  });

  it.each<[string, object, object, string]>([
    [
      "trpo",
      sharing({ kind: "trpo" }),
      {},
      "trpo moves policy and values by two rules; value.shared is of ppo and a2c",
    ],
    [
      "a rate of its own",
      sharing({ kind: "ppo", valueLearningRate: 0.001 }),
      {},
      "value.shared makes policy and values one network with one optimizer; valueLearningRate 0.001 is of two",
    ],
    [
      "one after the other, limited apart",
      sharing({ kind: "ppo", order: "value-first", clipGradients: "apart" }),
      {},
      'value.shared makes policy and values one network with one optimizer; order "value-first" and clipGradients "apart" are of two',
    ],
    [
      "a linear policy",
      a2c,
      { policy: { kind: "linear-softmax" } },
      "value.shared needs hidden layers of the policy; linear-softmax has none here",
    ],
    [
      "no hidden layer",
      a2c,
      { policy: { kind: "perceptron", widths: [] } },
      "value.shared needs hidden layers of the policy; perceptron has none here",
    ],
    [
      "a table",
      a2c,
      { environment: { kind: "frozen-lake" }, policy: { kind: "softmax" } },
      "a2c needs continuous states; those of frozen-lake are discrete",
    ],
  ])("is refused with %s", (_, agent, change, message) => {
    expect(() => study(agent, change)).toThrow(
      expect.objectContaining({ code: "CONFIG", issues: [{ path: ["agent", "update"], message }] }),
    );
  });

  it.each(["widths", "activation"])("is refused with %s of its own", (key) => {
    const value = { shared: true, [key]: key === "widths" ? [8] : "relu" };
    expect(() => study({ update: { kind: "a2c", value } })).toThrow(
      "shared layers are the policy's; leave it out",
    );
  });
});
