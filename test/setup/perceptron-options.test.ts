import { describe, expect, it } from "vitest";
import { createTraining } from "../../src/run/training.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { runsOf } from "../problems/runs-of.ts";

const pendulum = {
  environment: { kind: "pendulum" },
  objective: { discount: 0.99, horizon: 20 },
};
const ppo = (options: object = {}) => ({
  name: "a",
  update: { kind: "ppo", minibatches: 2, epochs: 2, ...options },
  ...{ batchSteps: 60, iterations: 3 },
});
const setUpOf = (policy: object, agent: object = ppo(), study: object = {}) =>
  setUp(
    runsOf({
      ...pendulum,
      policy: { kind: "perceptron", widths: [4], ...policy },
      agents: [agent],
      seeds: [2],
      ...study,
    })[0],
  );
/** The last numbers of the first θ: log σ, or the bias of its output. */
const lastOf = (...args: Parameters<typeof setUpOf>) => setUpOf(...args).point.theta.at(-1);

describe("the deviation of a perceptron's first θ", () => {
  const half = Math.log(0.5);

  it("is 1, or what the policy says, be it a parameter or an output", () => {
    expect(lastOf({})).toBe(0);
    expect(lastOf({ initialDeviation: 0.5 })).toBe(half);
    expect(lastOf({ initialDeviation: 0.5, deviation: "learned" })).toBe(half);
    expect(lastOf({ initialDeviation: 0.5, deviation: "state" })).toBe(half);
    const [plain, given] = [{}, { initialDeviation: 0.5 }].map((policy) => setUpOf(policy).point.theta);
    expect([...given].slice(0, -1)).toEqual([...plain].slice(0, -1)); // the weights are drawn as before
  });

  it("is brought by an update, where the policy says nothing, learns it, and has one", () => {
    expect(lastOf({}, ppo({ initialDeviation: 0.5 }))).toBe(half);
    expect(lastOf({ initialDeviation: 2 }, ppo({ initialDeviation: 0.5 }))).toBe(Math.log(2));
    expect(lastOf({}, { ...ppo(), update: { preset: "ppo-spinningup" } })).toBe(-0.5);
    const fixed = setUpOf({ deviation: 0.3 }, ppo({ initialDeviation: 0.5 }));
    expect(fixed.point.theta.length).toBe(setUpOf({ deviation: 0.3 }).point.theta.length);
    const cart = { environment: { kind: "cart-pole" } };
    expect(() => setUpOf({}, ppo({ initialDeviation: 0.5 }), cart)).not.toThrow();
  });
});

it.each<[string, object]>([
  ["with the state's σ", { deviation: "state" }],
  ["squashed", { squash: true }],
  ["squashed, with the state's σ", { deviation: "state", squash: true, initialDeviation: 0.5 }],
])("a policy %s learns by every update, and its entropy is told where it is known", (_, policy) => {
  for (const kind of ["ppo", "trpo", "a2c"]) {
    const agent = { ...ppo(), update: { kind, ...(kind === "a2c" ? {} : { minibatches: 2 }) } };
    const training = createTraining(setUpOf(policy, agent));
    const { figures, gradientNorm } = training.step()!;
    expect(gradientNorm).toBeGreaterThan(0);
    expect(Number.isFinite(figures?.kl)).toBe(true);
    if ("squash" in policy) expect(figures?.entropy).toBeNull();
    else expect(figures?.entropy).toBeGreaterThan(0);
  }
});

describe("what a policy does not have is refused", () => {
  const cart = { environment: { kind: "cart-pole" } };
  const regulator = { environment: { kind: "linear-quadratic", preset: "double-integrator" } };
  const ascending = (kind: string) => ({ name: "a", estimator: { kind }, iterations: 1 });
  it.each<[string, ...Parameters<typeof setUpOf>]>([
    [
      "policy: squash is of continuous actions; those of cart-pole are discrete",
      { squash: true },
      ppo(),
      cart,
    ],
    ["policy: initialDeviation is of continuous actions", { initialDeviation: 1 }, ppo(), cart],
    ["policy: deviation is of continuous actions", { deviation: "state" }, ppo(), cart],
    [
      "initialDeviation is of a deviation that is learned; it is 0.3",
      { deviation: 0.3, initialDeviation: 1 },
    ],
    [
      "squash needs limits of the actions; those of linear-quadratic have none",
      { squash: true },
      ppo(),
      regulator,
    ],
    ["policy.initial: initial is all of the first θ", { initial: "zeros", initialDeviation: 0.5 }],
    [
      "agent.update: entropyCoefficient needs an entropy in closed form; that of a squashed policy has none",
      { squash: true },
      ppo({ entropyCoefficient: 0.01 }),
    ],
    ...["pathwise", "measure-valued", "nominal-control"].map((kind): [string, object, object] => [
      `${kind} needs a Gaussian policy with a mean linear in θ, linear-gaussian or time-gaussian; got perceptron`,
      { squash: true },
      ascending(kind),
    ]),
  ])("%s", (message, ...args) => {
    expect(() => setUpOf(...args)).toThrow(message);
  });
});
