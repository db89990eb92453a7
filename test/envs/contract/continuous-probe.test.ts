import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment, Outcome } from "../../../envs/contract/environment.ts";
import type { Slopes } from "../../../envs/contract/models.ts";
import { linearQuadratic } from "../../../envs/linear-quadratic.ts";
import type { Random } from "../../../src/random.ts";
import { faultsOf, point } from "../../config/custom-modules.ts";

describe("continuous states are refused", () => {
  const vector = (change: Partial<Record<keyof ContinuousEnvironment, unknown>>) => ({ ...point, ...change });
  const stepping =
    (change: (state: Float64Array, action: Float64Array, outcome: Record<string, unknown>) => unknown) =>
    (state: Float64Array, action: Float64Array, random: Random, outcome: Outcome) => {
      point.step(state, action, random, outcome);
      return change(state, action, outcome as never);
    };
  const resetting = (change: (state: Float64Array) => unknown) => (state: Float64Array, random: Random) => {
    point.reset(state, random);
    return change(state);
  };
  let held = new Float64Array(2);
  it.each<[string, unknown, string]>([
    [
      "whose first state is not whole",
      vector({
        reset: (state: Float64Array) => {
          state[0] = 1;
        },
      }),
      "reset left NaN in state[1]; expected 2 finite numbers",
    ],
    [
      "whose first state is returned",
      vector({ reset: () => [0, 0] }),
      "reset left NaN in state[0]; expected 2 finite numbers; it returned a list of 2, where state is to be written in place",
    ],
    [
      "whose first state is too long",
      vector({
        reset: resetting((state) => {
          state[2] = 1;
        }),
      }),
      "reset writes state[2]; stateSize is 2",
    ],
    [
      "whose draws are a call",
      vector({ reset: (_: Float64Array, random: () => number) => random() }),
      "reset threw TypeError: random is not a function",
    ],
    [
      "whose step returns a new state",
      vector({ step: stepping(() => Float64Array.of(0, 0)) }),
      "step with action [0] returned a Float64Array of 2; it is to write to the state that it is given",
    ],
    [
      "whose step returns everything at once",
      vector({ step: () => ({ reward: 1, terminated: false }) }),
      "step with action [0] does not set outcome.reward; expected a finite number; it returned an object, where outcome is to be written in place",
    ],
    [
      "whose step is no number where the action is positive",
      vector({
        step: stepping((state, [u]) => {
          state[1] += Math.sqrt(-u);
        }),
      }),
      "step with action [1] left NaN in state[1]; expected 2 finite numbers",
    ],
    [
      "whose reward is text",
      vector({
        step: stepping((_s, _a, outcome) => {
          outcome.reward = "1";
        }),
      }),
      'step with action [0] sets outcome.reward to "1"; expected a finite number',
    ],
    [
      "whose step clips the action in place",
      vector({
        step: stepping((_, action) => {
          action[0] = Math.min(0.5, action[0]);
        }),
      }),
      "step with action [1] wrote 0.5 to action[0]; it must leave the action as it is",
    ],
    [
      "whose step remembers the state",
      vector({
        reset: resetting((state) => {
          held = state as never;
        }),
        step: stepping(() => {
          held[0]++;
        }),
      }),
      "a step wrote to the state that reset had been given; it is to move the state that it is given itself",
    ],
    [
      "whose observation is not whole",
      vector({ observationSize: 2 }),
      "observe left NaN in out[1]; expected 2 finite numbers",
    ],
    [
      "whose observation is too long",
      vector({
        observe: (state: Float64Array, out: Float64Array) => {
          for (const [i, x] of state.entries()) out[i] = x;
        },
      }),
      "observe writes out[1]; observationSize is 1",
    ],
    [
      "whose observation moves the state",
      vector({
        observe: (state: Float64Array, out: Float64Array) => {
          state[0] = 7;
          out[0] = 7;
        },
      }),
      "observe wrote 7 to state[0]; it must leave the state as it is",
    ],
    [
      "whose slopes are not whole",
      vector({
        slopes: {
          at: (_s: unknown, _a: unknown, _n: unknown, out: Slopes) => {
            out.state.fill(1);
          },
        },
      }),
      "slopes.at left NaN in out.action[0]; expected 2 finite numbers",
    ],
    [
      "whose slopes are of discrete actions",
      vector({ action: { count: 2 }, slopes: { at() {} } }),
      "slopes need actions of real numbers, { size }; got { count }",
    ],
    [
      "whose model is of no kind",
      vector({ model: { kind: "quadratic" } }),
      'model.kind must be linear-quadratic or one-step; got "quadratic"',
    ],
    [
      "whose model has no gradient",
      vector({ model: { kind: "one-step", value: () => 0 } }),
      "model.gradient is missing; expected a function (action, out)",
    ],
  ])("%s", (_, exported, fault) => {
    expect(faultsOf({ default: exported })).toEqual([fault]);
  });

  it("that end by a clock of their own", () => {
    let time = 0;
    const clocked = (limit: number) =>
      vector({
        reset: resetting(() => {
          time = 0;
        }),
        step: stepping((_s, _a, outcome) => {
          outcome.terminated ||= ++time >= limit;
        }),
      });
    for (const limit of [2, 50, 1000])
      expect(faultsOf({ default: clocked(limit) })[0]).toMatch(
        /^step with action \[.*\] set terminated to (true and then false|false and then true); the same state/,
      );
  });

  it("that know no randomness but their own, or keep a draw for later", () => {
    const own = vector({
      step: stepping((state) => {
        state[0] += Math.random();
      }),
    });
    expect(faultsOf({ default: own })[0]).toMatch(
      /^step with action .* to state\[0\] and then .*; the same state/,
    );
    let spare: number | undefined;
    const sparing = vector({
      step(state: Float64Array, action: Float64Array, random: Random, outcome: Outcome) {
        const kept = spare;
        spare = kept === undefined ? random.next() : undefined;
        point.step(state, action, { next: () => kept ?? random.next() }, outcome);
      },
    });
    expect(faultsOf({ default: sparing })[0]).toMatch(/; the same state, action and random numbers/);
  });

  it("whose linear-quadratic model has other sizes", () => {
    const { model, ...system } = linearQuadratic.create(
      linearQuadratic.options.parse({ preset: "double-integrator" }),
    ) as ContinuousEnvironment;
    const wrong = { ...model, B: new Float64Array(3), noise: [0, 0], costOn: "next" };
    expect(faultsOf({ default: { ...system, model: wrong } })).toEqual([
      "model.B must be a Float64Array of 2 finite numbers; got a Float64Array of 3",
      "model.noise must be a Float64Array of 2 finite numbers; got a list of 2",
      'model.costOn must be next-state or current-state; got "next"',
    ]);
  });
});
