import { describe, expect, it } from "vitest";
import { bernoulliQuadratic } from "../../envs/bernoulli-quadratic.ts";
import type { EnvironmentKind, FiniteEnvironment, Outcome } from "../../envs/contract/environment.ts";
import { corridor } from "../../envs/corridor.ts";
import { frozenLake } from "../../envs/frozen-lake.ts";
import { linearQuadratic } from "../../envs/linear-quadratic.ts";
import { taxi } from "../../envs/taxi.ts";
import { asEnvironment, type CustomOptions } from "../../src/config/custom-environment.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { make, tasks } from "../envs/classic-control.ts";
import { doors, faultsOf, load, point, twoDoors } from "./custom-modules.ts";

describe("a custom environment", () => {
  it("may be made by a function of options", async () => {
    const exported = await load("two-doors");
    const { kind, step } = asEnvironment(exported, "./two-doors.js", {
      options: { prize: 3, chance: 1 },
    }) as FiniteEnvironment;
    const outcome = { reward: 0, terminated: false };
    expect([kind, step(1, 1, stream("own"), outcome), outcome]).toEqual([
      "two-doors",
      1,
      { reward: 3, terminated: true },
    ]);
  });

  it("may be an object, exported by name", async () => {
    expect(asEnvironment(await load("drifting-point"), "./drifting-point.js")).toBe(point);
  });

  it("may be all that a CommonJS module exports", () => {
    expect(asEnvironment(point, "./point.cjs")).toBe(point);
    expect(asEnvironment(twoDoors, "./two-doors.cjs", { options: { prize: 2 } }).kind).toBe("two-doors");
    const { kind: _, ...nameless } = doors;
    expect(faultsOf(nameless)).toEqual(["kind is missing; expected a name, as text"]);
  });

  it("may be an instance of a class", () => {
    class Mine {
      kind = "mine";
      states = 1;
      actions = 1;
      reset() {
        return this.states - 1;
      }
      step(_state: number, _action: number, _random: Random, outcome: Outcome) {
        outcome.reward = 0;
        outcome.terminated = true;
        return 0;
      }
    }
    expect(faultsOf({ default: new Mine() })).toEqual([]);
  });

  it.each<[string, EnvironmentKind, object]>([
    ["corridor", corridor, { slip: 0.2 }],
    ["frozen-lake", frozenLake, {}],
    ["taxi", taxi, {}],
    ["bernoulli-quadratic", bernoulliQuadratic, { targets: [0.6, 0.51, 0.48] }],
    ["linear-quadratic", linearQuadratic, { preset: "data-center" }],
    ["an unstable system", linearQuadratic, { A: 3, B: 1, noise: 1 }],
  ])("keeps the contract: %s", (_, { options, create }, given) => {
    expect(faultsOf({ default: create(options.parse(given)) })).toEqual([]);
  });

  it.each(Object.keys(tasks))("keeps the contract: %s", (name) => {
    expect(faultsOf({ default: make(tasks[name]) })).toEqual([]);
  });

  it("is not tried beyond the horizon", () => {
    const table = [1, 2, 3];
    const early = {
      ...point,
      step(state: Float64Array, action: Float64Array, random: Random, outcome: Outcome) {
        point.step(state.slice(), action, random, outcome);
        outcome.reward = table[state[1]];
        state[1]++; // the time
      },
    };
    expect(faultsOf({ default: early }, { horizon: 3 })).toEqual([]);
    expect(faultsOf({ default: early })[0]).toContain("does not set outcome.reward");
    expect(faultsOf({ default: early }, { probe: false })).toEqual([]);
  });
});

describe("a module is refused", () => {
  const noneFound = "exports no environment; expected one as default or as environment; there is";
  const members =
    "is no environment: expected states and actions (discrete states), or stateSize, observationSize and action (state vectors); there is";
  it.each<[string, unknown, string[], CustomOptions?]>([
    ["that exports nothing", {}, [`${noneFound} nothing`]],
    ["that exports other things", { env: doors, size: 3 }, [`${noneFound} env, size`]],
    ["that exports a number", { default: 3 }, ["exports as default 3; expected an environment"]],
    [
      "whose function throws",
      { default: twoDoors },
      ["its function threw RangeError: chance must be from 0 to 1; got 2"],
      { options: { chance: 2 } },
    ],
    [
      "whose function is asynchronous",
      { environment: async () => doors },
      ["its function returned a promise; expected it to be done when it returns (no async)"],
    ],
    [
      "whose function returns nothing",
      { default: () => {} },
      ["its function returned nothing; expected an environment"],
    ],
    [
      "that takes no options and is given some",
      { default: doors },
      ["takes no options, as it exports an environment and no function of options; got chance"],
      { options: { chance: 1 } },
    ],
    ["that exports something else", { default: { kind: "a", reset() {} } }, [`${members} kind, reset`]],
    [
      "that mixes discrete states and vectors",
      { default: { ...doors, action: { count: 2 } } },
      [
        "states, actions (of discrete states) and action (of state vectors) are both there; expected one of the two",
      ],
    ],
    [
      "whose members are missing or wrong, all at once",
      { default: { name: "mine", states: 2.5, actions: "2", Reset: () => 0, step: 3 } },
      [
        "kind is missing; expected a name, as text",
        "states must be a whole number from 1 to 2147483647; got 2.5",
        'actions must be a whole number from 1 to 2147483647; got "2"',
        "reset is missing; expected a function (random); is it Reset?",
        "step must be a function (state, action, random, outcome); got 3",
      ],
    ],
    [
      "whose vectors have no sizes",
      { default: { ...point, stateSize: 0, action: { count: 2, size: 1 }, observe: [] } },
      [
        "stateSize must be a whole number from 1 to 1000000; got 0",
        "action must be { count } or { size }, a whole number from 1 on and a size up to 1000000; got an object",
        "observe must be a function (state, out); got a list of 0",
      ],
    ],
    [
      "whose observations have a size of their own and no function",
      { default: { ...point, observe: undefined } },
      ["observationSize is 1 and stateSize 2; without observe they must be equal"],
    ],
  ])("%s", (_, exported, faults, options) => {
    expect(faultsOf(exported, options)).toEqual(faults);
  });
});
