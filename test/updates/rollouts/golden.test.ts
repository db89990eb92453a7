import { describe, expect, it } from "vitest";
import { normalize } from "../../../src/estimators/normalize.ts";
import { norm } from "../../../src/linear-algebra/norm.ts";
import { adam } from "../../../src/optimizers/adam.ts";
import { rmsprop } from "../../../src/optimizers/rmsprop.ts";
import type { ContinuousPoint } from "../../../src/problem/point.ts";
import { stream } from "../../../src/random.ts";
import { limitNorm } from "../../../src/updates/rollouts/limit-norm.ts";
import { policySlopes, valueSlopes } from "../../../src/updates/rollouts/losses.ts";
import { Minibatch } from "../../../src/updates/rollouts/minibatch.ts";
import { type SurrogateOptions, surrogate } from "../../../src/updates/rollouts/surrogate.ts";
import { fisherSteps } from "../../../src/updates/trust-region/fisher-steps.ts";
import { acceptanceRules } from "../../../src/updates/trust-region/line-search.ts";
import { trustRegion } from "../../../src/updates/trust-region/trust-region.ts";
import type { UpdateContext } from "../../../src/updates/update.ts";
import { deepGolden } from "../../deep-golden.ts";
import { apart } from "../../policies/perceptron-twin.ts";
import { expectClose, floats, none, ROWS, scene } from "./golden-scene.ts";

const { inputs } = deepGolden;

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
      value.load(theta);
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

/** Ten iterations of conjugate gradients in float32 are off by this much; see the tests of the parts. */
const SEARCHED = 3e-3;

describe.each(["gaussian", "softmax"] as const)("an update of TRPO, %s, is PyTorch's", (kind) => {
  const searches = deepGolden[kind].trpo.searches.flatMap((search) =>
    (["im", "baselines", "sb3", "spinningup"] as const).map((name) => ({ ...search, name })),
  );

  /** θ, w and what is told after one update; as it should be, or with another rule. */
  const updated = ({ delta, name }: (typeof searches)[number], changes: object = {}) => {
    const { policy, theta, value, steps, learned } = scene(kind);
    const rule = acceptanceRules[name];
    const point = { theta, policy, moveTo: () => policy.load(theta) } as unknown as ContinuousPoint;
    const context = { point, stream: (purpose: string) => stream("golden", purpose) };
    const learners = {
      ...{ context: context as unknown as UpdateContext, value, observationSize: 3 },
      actionSize: kind === "gaussian" ? 2 : 1,
    };
    const values: SurrogateOptions = {
      ...{ epochs: 1, minibatches: 1, clip: none, valueClip: none, klLimit: none, valueEpochs: 1 },
      ...{ learningRate: 7e-4, valueLearningRate: 7e-4, valueCoefficient: 0.5, entropyCoefficient: 0 },
      ...{ maxGradientNorm: none, clipGradients: "apart", normalizeAdvantages: "none", order: "values" },
      ...{ deviation: "sample", advantageEpsilon: 1e-8, anneal: [], klStop: "epoch" },
    };
    const options = {
      ...{ klLimit: delta, klLimitEnd: delta, damping: 0.1, rule, tries: 10 },
      shrink: rule.order === "before-after" ? 0.5 : 0.8,
      ...{ conjugateGradients: { iterations: 10, tolerance: 0 }, fisher: fisherSteps.all.create() },
      ...{ normalizeAdvantages: "batch" as const, deviation: "sample" as const, advantageEpsilon: 1e-8 },
      ...changes,
    };
    const moved = surrogate(values, (size) => rmsprop(size, 0.99, 1e-5), learners);
    const told = trustRegion(options, moved, learners).improve(steps, learned, point, 0);
    return { theta, weights: value.weights, ...told };
  };

  /** θ after the try that PyTorch's twin of a rule accepts. */
  const wantedOf = ({ step, accepted, name }: (typeof searches)[number]) => {
    const { order } = acceptanceRules[name];
    const fraction = (order === "before-after" ? 0.5 : 0.8) ** accepted[name];
    const { theta, trpo } = deepGolden[kind];
    return Float64Array.from(theta, (x, j) => x + fraction * step * trpo.solution10[j]);
  };

  it.each(searches)("with δ = $delta and the rule of $name", (search) => {
    const wanted = wantedOf(search);
    const { theta, weights, gradientNorm, figures } = updated(search);
    const start = floats(deepGolden[kind].theta);
    const step = (to: Float64Array) => to.map((x, j) => x - start[j]);
    expect(apart(step(theta), step(wanted))).toBeLessThan(SEARCHED);
    if (search.name === "im" && search.theta) expect(apart(theta, search.theta)).toBeLessThan(SEARCHED);
    expect(gradientNorm).toBeCloseTo(norm(floats(deepGolden[kind].trpo.gradient)), 5);
    const tries = acceptanceRules[search.name].order === "before-after" ? search.halves : search.fifths;
    const kl = tries.kl[search.accepted[search.name]];
    expect(Math.abs(figures.kl! - kl)).toBeLessThan(4 * SEARCHED * Math.max(1, kl));
    expect(figures.entropy).toBeCloseTo(deepGolden[kind].ppo.entropy, 6);
    expect(figures.clipFraction).toBeNull();
    expect(apart(weights, inputs.value)).toBeGreaterThan(1e-6); // the values have moved, too
  });

  it("and would not be without damping, of every other step, or by a rule that takes another try", () => {
    const last = searches.at(-1)!;
    const wanted = wantedOf(last);
    const start = floats(deepGolden[kind].theta);
    const step = (to: Float64Array) => to.map((x, j) => x - start[j]);
    const right = acceptanceRules[last.name];
    const accepts: typeof right.accepts = (...args) => !right.accepts(...args);
    const wrong = [
      { damping: 0 },
      { fisher: fisherSteps.every.create({ nth: 2 }) },
      { rule: { ...right, accepts } },
    ];
    for (const changes of wrong)
      expect(apart(step(updated(last, changes).theta), step(wanted))).toBeGreaterThan(10 * SEARCHED);
  });

  it("leaves θ where no try is accepted, and everything where a number is not finite", () => {
    const nothing = { ...acceptanceRules.im, accepts: () => false };
    const refused = updated(searches[0], { rule: nothing });
    expect(refused.theta).toEqual(floats(deepGolden[kind].theta));
    expect(refused.figures.kl).toBe(0);
    expect(apart(refused.weights, inputs.value)).toBeGreaterThan(1e-6);
    const unknown = updated(searches[0], { advantageEpsilon: Number.NaN });
    expect(unknown.gradientNorm).toBeNaN();
    expect(unknown.theta).toEqual(floats(deepGolden[kind].theta));
    expect(unknown.weights).toEqual(floats(inputs.value));
  });
});
