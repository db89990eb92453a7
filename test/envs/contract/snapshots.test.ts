import { describe, expect, it } from "vitest";
import { cartPole } from "../../../envs/cart-pole.ts";
import type { ContinuousEnvironment, FiniteEnvironment } from "../../../envs/contract/environment.ts";
import { pendulum } from "../../../envs/pendulum.ts";
import { ConfigError } from "../../../src/errors/config-error.ts";
import type { Random } from "../../../src/random.ts";
import { run } from "../../../src/run/run.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { faultsOf } from "../../config/custom-modules.ts";
import { runsOf } from "../../problems/runs-of.ts";

/** The same simulator, which can only go on from the state that it gave last, and says what it says of that. */
const withoutSnapshots = (environment: ContinuousEnvironment, snapshots?: boolean): ContinuousEnvironment => {
  let last = "";
  const { model: _, slopes: __, ...rest } = environment;
  return {
    ...rest,
    ...(snapshots !== undefined && { snapshots }),
    reset(state, random) {
      environment.reset(state, random);
      last = state.join(" ");
    },
    step(state, action, random, outcome) {
      if (state.join(" ") !== last) throw new Error("not the state that was given last");
      environment.step(state, action, random, outcome);
      last = state.join(" ");
    },
  };
};

const cart = cartPole.create({ gravity: 9.8 });
const swing = pendulum.create(pendulum.options.parse({}));

const study = (changes: object) => ({
  environment: { kind: "cart-pole" },
  objective: { discount: 1, horizon: 20 },
  policy: { kind: "linear-softmax" },
  agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 2, batchSize: 4 }],
  ...changes,
});
const onSwing = {
  environment: { kind: "pendulum" },
  policy: { kind: "linear-gaussian", deviation: 1 },
};

const issueOf = (environment: ContinuousEnvironment, changes: object): string => {
  try {
    setUp(runsOf(study(changes))[0], environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "none";
};

const ending = (environment: ContinuousEnvironment, changes: object = {}): string => {
  let told = "";
  run(runsOf(study(changes))[0], environment).subscribe({
    error: (error: Error) => (told = error.message),
    complete: () => (told = "complete"),
  });
  return told;
};

describe("an environment without snapshots", () => {
  const agent = (estimator: object) => ({
    agents: [
      { name: "a", estimator, iterations: 2, batchSize: 4, optimizer: { kind: "sgd", learningRate: 1e-3 } },
    ],
  });
  const probe = (diagnostics: object) => ({
    probe: { batchSizes: [4], replicates: 2, estimators: [{ name: "b", kind: "reinforce" }], diagnostics },
  });

  it("is stepped along one trajectory after the other, and from no other state", () => {
    expect(ending(withoutSnapshots(cart, false))).toBe("complete");
    expect(ending(withoutSnapshots(cart, false), probe({ gradientNoise: true }))).toBe("complete");
    const search = { ...onSwing, ...agent({ kind: "spsa", step: 0.1 }) };
    expect(ending(withoutSnapshots(swing, false), search)).toBe("complete");
    const pairs = { ...onSwing, ...agent({ kind: "antithetic" }) };
    expect(ending(withoutSnapshots(swing, false), pairs)).toBe("complete");
    // as an environment with snapshots is not
    expect(ending(withoutSnapshots(cart))).toBe("not the state that was given last");
  });

  const needs = (what: string, kind: string) =>
    `${what} needs snapshots, to go on from states that were reached before; ${kind} says that it has none`;

  it.each([
    ["measure-valued", "agent.estimator", swing, { ...onSwing, ...agent({ kind: "measure-valued" }) }],
    ['the diagnostic "variance"', "probe.diagnostics", cart, probe({ variance: {} })],
    ['the diagnostic "values"', "probe.diagnostics", cart, probe({ values: {} })],
    ['the diagnostic "landscape"', "probe.diagnostics", cart, probe({ landscape: {} })],
    ["a group of trajectories from one first state", "groups", cart, { groups: { size: 2 } }],
  ])("is refused before anything is run: %s", (what, path, environment, changes) => {
    const message = `${path}: ${needs(what, environment.kind)}`;
    expect(issueOf(withoutSnapshots(environment, false), changes)).toBe(message);
    expect(issueOf(environment, changes)).toBe("none");
  });
});

describe("the contract", () => {
  it("takes an environment that keeps a part of its state to itself, if it says so", () => {
    expect(faultsOf({ default: withoutSnapshots(cart, false) })).toEqual([]);
    expect(faultsOf({ default: withoutSnapshots(swing, false) })).toEqual([]);
    expect(faultsOf({ default: withoutSnapshots(cart) })).toEqual([
      expect.stringContaining("not the state that was given last"),
    ]);
  });

  const hidden = (snapshots: boolean | undefined, draw: (random: Random) => number): FiniteEnvironment => {
    let steps = 0;
    return {
      ...{ kind: "hidden", states: 2, actions: 2 },
      ...(snapshots !== undefined && { snapshots }),
      reset: () => {
        steps = 0;
        return 0;
      },
      step(_, action, random, outcome) {
        outcome.reward = action + draw(random);
        outcome.terminated = ++steps === 3;
        return 1;
      },
    };
  };

  it("sees randomness of one's own in it, and steps that are counted only where it says nothing", () => {
    let calls = 0;
    const draws = (random: Random) => random.next();
    expect(faultsOf({ default: hidden(false, draws) })).toEqual([]);
    expect(faultsOf({ default: hidden(undefined, draws) })).toEqual([
      expect.stringMatching(/set terminated to .* and then /),
    ]);
    const random = faultsOf({ default: hidden(false, () => calls++) });
    expect(random).toEqual([expect.stringMatching(/^step 1 of a walk gave the reward .* from reset on/)]);
    const vectors = withoutSnapshots(cart, false);
    const drifting = {
      ...vectors,
      reset(state: Float64Array, random: Random) {
        vectors.reset(state, random);
        state[0] += calls++ * 0;
      },
      observe: (state: Float64Array, out: Float64Array) => out.set(state.map((x) => x + calls++)),
    };
    expect(faultsOf({ default: drifting })).toEqual([
      expect.stringMatching(/observe wrote .* from reset on/),
    ]);
  });

  it("asks what it says to be one of two words, and to go with what it has", () => {
    expect(faultsOf({ default: { ...cart, snapshots: "no" } })).toEqual([
      'snapshots must be true or false; got "no"',
    ]);
    expect(faultsOf({ default: () => ({ ...cart, dispose: 1 }) })).toEqual([
      "dispose must be a function (); got 1",
    ]);
    expect(faultsOf({ default: { ...swing, snapshots: false } })[0]).toBe(
      "slopes says what a step does from any state; with snapshots: false there is none to say",
    );
    expect(faultsOf({ default: { ...cart, dispose() {} } })).toEqual([
      "exports as default an environment with dispose; expected a function that makes one, as what is exported itself is used again",
    ]);
    expect(faultsOf({ default: () => ({ ...cart, dispose() {} }) })).toEqual([]);
  });
});
