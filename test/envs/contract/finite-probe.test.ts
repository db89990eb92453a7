import { describe, expect, it } from "vitest";
import type { FiniteEnvironment, Outcome } from "../../../envs/contract/environment.ts";
import { corridor } from "../../../envs/corridor.ts";
import type { Random } from "../../../src/random.ts";
import { doors, faultsOf } from "../../config/custom-modules.ts";

describe("discrete states are refused", () => {
  let calls = 0;
  const finite = (change: Partial<Record<keyof FiniteEnvironment, unknown>>) => ({ ...doors, ...change });
  const stepping =
    (change: (outcome: Record<string, unknown>, state: number) => unknown) =>
    (state: number, action: number, random: Random, outcome: Outcome) => {
      const next = doors.step(state, action, random, outcome);
      return change(outcome as never, next) ?? next;
    };
  it.each<[string, unknown, string]>([
    [
      "that begin nowhere",
      finite({ reset: () => 2 }),
      "reset returned 2; expected a state, a whole number from 0 to 1",
    ],
    [
      "that lead nowhere",
      finite({ step: () => undefined }),
      "step(0, 0) returned nothing; expected a state, a whole number from 0 to 1",
    ],
    [
      "whose step returns everything at once",
      finite({ step: (state: number) => [state, 0, false] }),
      "step(0, 0) returned a list of 3; expected a state, a whole number from 0 to 1",
    ],
    [
      "whose reward is not set",
      finite({ step: () => 0 }),
      "step(0, 0) does not set outcome.reward; expected a finite number",
    ],
    [
      "whose reward is infinite",
      finite({
        step: stepping((outcome) => {
          outcome.reward = -Infinity;
        }),
      }),
      "step(0, 0) sets outcome.reward to -Infinity; expected a finite number",
    ],
    [
      "that end by a number",
      finite({
        step: stepping((outcome) => {
          outcome.terminated = 0;
        }),
      }),
      "step(0, 0) sets outcome.terminated to 0; expected true or false",
    ],
    [
      "that only say when they end",
      finite({
        step: stepping((outcome) => {
          outcome.terminated ||= undefined;
        }),
      }),
      "step(0, 0) does not set outcome.terminated; expected true or false",
    ],
    [
      "whose step is asynchronous",
      finite({ step: async () => 0 }),
      "step(0, 0) returned a promise; expected it to be done when it returns (no async)",
    ],
    [
      "whose step throws",
      finite({
        step: () => {
          throw new Error("no such door");
        },
      }),
      "step(0, 0) threw Error: no such door",
    ],
    [
      "that begin by a count of calls",
      finite({ reset: () => calls++ % 2 }),
      `reset gave the first state 0 and then 1; the same state, action and random numbers must always give the same: nothing may be remembered between calls, and all randomness comes from random.next()`,
    ],
  ])("%s", (_, exported, fault) => {
    calls = 0;
    expect(faultsOf({ default: exported })).toEqual([fault]);
  });

  it("that know no randomness but their own", () => {
    const own = {
      ...doors,
      reset: () => 0,
      step: stepping((outcome) => {
        outcome.reward = Math.random();
      }),
    };
    expect(faultsOf({ default: own })[0]).toMatch(
      /^step\(\d, \d\) gave the reward 0\.\d+ and then 0\.\d+; the same/,
    );
  });

  it("that are at odds with their model", () => {
    const lake = corridor.create(corridor.options.parse({ length: 4 })) as FiniteEnvironment;
    const model = lake.model!;
    expect(faultsOf({ default: { ...lake, reset: () => 1 } })).toEqual([
      "reset returned state 1, which the model never begins in",
    ]);
    const jumping: FiniteEnvironment["step"] = (state, action, random, outcome) => {
      lake.step(state, action, random, outcome);
      return 3;
    };
    expect(faultsOf({ default: { ...lake, step: jumping } })).toEqual([
      "step(0, 0) led to 3 with reward 0, which the model does not know",
    ]);
    const faults = (change: object) => faultsOf({ default: { ...lake, thresholds: undefined, ...change } });
    expect(faults({ model: { ...model, states: 5, initial: [1, 0, 0, 0] } })).toEqual([
      "model.states must be 4, the environment's states; got 5",
      "model.initial must be a Float64Array of 4 finite numbers; got a list of 4",
    ]);
    expect(faults({ model: { ...model, next: model.next.map(() => 4) } })).toEqual([
      "model.next must hold states 0 to 3; got 4",
    ]);
    expect(faults({ model: { ...model, probability: model.probability.map((p) => p / 2) } })).toEqual([
      "model.probability: probabilities of (state 0, action 0) sum to 0.5, expected 1",
    ]);
    expect(faults({ thresholds: { ...lake.thresholds, initial: Float64Array.of(0.5, 1, 1, 1) } })).toEqual([
      "thresholds.initial[0] must be the cumulative probability 1; got 0.5",
    ]);
    expect(faults({ features: new Float64Array(6) })).toEqual([
      "features must be a Float64Array of 4 × D finite numbers; got a Float64Array of 6",
    ]);
    expect(faults({ bits: { count: 1, value: () => 0, gradient() {} } })).toEqual([
      "bits of count 1 need 1 state and 2 actions; got 4 and 2",
    ]);
  });
});
