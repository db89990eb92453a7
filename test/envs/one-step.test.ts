import { describe, expect, it } from "vitest";
import type { Slopes } from "../../envs/contract/models.ts";
import { oneStep } from "../../envs/one-step.ts";

const make = (given: object) => oneStep.create(oneStep.options.parse(given));
const quadratic = { function: "quadratic", center: [1, -2, 0.5], offset: 3 };
const square = { function: "square", k: 2 };
const bump = { function: "bump", k: 0.5 };
const cosine = { function: "cosine", k: 3, offset: -1 };

const none = {
  next: () => {
    throw new Error("drew");
  },
};

const pay = (given: object, ...action: number[]): number => {
  const outcome = { reward: Number.NaN, terminated: false };
  make(given).step(Float64Array.of(1), Float64Array.from(action), none, outcome);
  return outcome.reward;
};

const slopesAt = (given: object, action: Float64Array): Slopes => {
  const d = action.length;
  const out = {
    state: new Float64Array(1).fill(Number.NaN),
    action: new Float64Array(d).fill(Number.NaN),
    rewardState: new Float64Array(1).fill(Number.NaN),
    rewardAction: new Float64Array(d).fill(Number.NaN),
  };
  make(given).slopes!.at(Float64Array.of(1), action, Float64Array.of(1), out);
  return out;
};

describe("one-step", () => {
  it("pays the function of the action, and the offset", () => {
    expect(pay(quadratic, 0, 0, 0)).toBeCloseTo(3 - 1 - 4 - 0.25, 15);
    expect(pay(square, -1)).toBe(9);
    expect(pay(bump, 2)).toBeCloseTo(Math.exp(-2), 15);
    expect(pay(cosine, Math.PI / 9)).toBeCloseTo(0.5 - 1, 15);
  });

  it("has a state, which is 1 and is what the policy sees, and actions as long as the center", () => {
    const environment = make(quadratic);
    const state = new Float64Array(environment.stateSize);
    environment.reset(state, none);
    expect([...state]).toEqual([1]);
    expect(environment.observationSize).toBe(1);
    expect(environment.observe).toBeUndefined();
    expect(environment.action).toEqual({ size: 3 });
    expect(make(bump).action).toEqual({ size: 1 });
  });

  it("ends after one step, draws nothing and leaves state and action as they were", () => {
    const [state, action] = [Float64Array.of(1), Float64Array.of(1, 2, 3)];
    const outcome = { reward: 0, terminated: false };
    make(quadratic).step(state, action, none, outcome);
    expect(outcome.terminated).toBe(true);
    expect([[...state], [...action]]).toEqual([[1], [1, 2, 3]]);
  });

  it.each([quadratic, square, bump, cosine])("knows the slopes of its step: %j", (given) => {
    const environment = make(given);
    const action = Float64Array.of(0.3, -1.1, 2).subarray(0, environment.action.size);
    const { state, action: ofAction, rewardState, rewardAction } = slopesAt(given, action);
    expect([[...state], [...rewardState]]).toEqual([[1], [0]]);
    expect(ofAction.every((slope) => slope === 0)).toBe(true);
    const gradient = new Float64Array(action.length);
    (environment.model as { gradient(u: Float64Array, out: Float64Array): void }).gradient(action, gradient);
    expect(rewardAction).toEqual(gradient);
    for (const i of action.keys()) {
      const moved = (by: number) => pay(given, ...action.map((u, k) => (k === i ? u + by : u)));
      expect(rewardAction[i]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 6);
    }
  });

  it.each([quadratic, { ...square, offset: 0.5 }])("says what quadratic it is: %j", (given) => {
    const { model, action } = make(given);
    if (model?.kind !== "one-step" || !model.quadratic) throw new Error("no quadratic");
    const { center, scale, offset } = model.quadratic;
    const u = Float64Array.of(0.3, -1.1, 2).subarray(0, action.size);
    const square = u.reduce((sum, x, i) => sum + (x - center[i]) ** 2, 0);
    expect(offset - scale * square).toBeCloseTo(pay(given, ...u), 14);
  });

  it.each([
    [{ function: "quadratic" }, "center", "expected, since function is quadratic"],
    [{ function: "quadratic", center: [0], k: 1 }, "k", "function quadratic takes center and no k"],
    [
      { function: "bump", k: 0 },
      "k",
      "expected a positive number, as exp(−k u²) is no bump otherwise; got 0",
    ],
    [{ function: "cosine" }, "k", "expected, since function is cosine"],
    [{ function: "square", k: 1, center: [1] }, "center", "function square takes k and no center"],
  ])("refuses %j", (given, key, message) => {
    const { error } = oneStep.options.safeParse(given);
    expect(error?.issues).toHaveLength(1);
    expect([error?.issues[0].path, error?.issues[0].message]).toEqual([[key], message]);
  });

  it("refuses functions that it does not know, and a center without coordinates", () => {
    expect(oneStep.options.safeParse({ function: "sine", k: 1 }).success).toBe(false);
    expect(oneStep.options.safeParse({ function: "quadratic", center: [] }).success).toBe(false);
  });
});
