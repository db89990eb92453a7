import { describe, expect, it } from "vitest";
import { bernoulliQuadratic } from "../../envs/bernoulli-quadratic.ts";

const targets = [0.6, 0.51, 0.48];
const make = (given: readonly number[]) =>
  bernoulliQuadratic.create(bernoulliQuadratic.options.parse({ targets: given }));

describe("bernoulli-quadratic", () => {
  it("pays (b − p0)², summed over the bits of the action", () => {
    expect([...make([0.25]).model!.reward]).toEqual([0.0625, 0.5625]);
    expect(make(targets).model!.reward[0b101]).toBeCloseTo(0.4 ** 2 + 0.51 ** 2 + 0.52 ** 2, 15);
  });

  it("pays f of the bits, to the last bit of the number", () => {
    const { model, bits } = make(targets);
    expect(bits!.count).toBe(3);
    for (let action = 0; action < 8; action++) {
      const b = Float64Array.from(targets, (_, i) => (action >> i) & 1);
      expect(bits!.value(b)).toBe(model!.reward[action]);
    }
  });

  it("knows the slope of f between the bits", () => {
    const { bits } = make(targets);
    const at = Float64Array.of(0.2, 0.9, -1);
    const slope = new Float64Array(3);
    bits!.gradient(at, slope);
    for (const i of slope.keys()) {
      const moved = (by: number) => bits!.value(at.map((x, k) => (k === i ? x + by : x)));
      expect(slope[i]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 9);
    }
  });

  it("ends after one step and leaves nothing to chance", () => {
    const environment = make(targets);
    const outcome = { reward: 0, terminated: false };
    const none = {
      next: () => {
        throw new Error("drew");
      },
    };
    expect(environment.reset(none)).toBe(0);
    expect(environment.step(0, 7, none, outcome)).toBe(0);
    expect(outcome).toEqual({ reward: environment.model!.reward[7], terminated: true });
  });

  it("takes 20 bits, and says why not 21", () => {
    const { actions, model } = make(Array(20).fill(0.5));
    expect(actions).toBe(2 ** 20);
    expect(model!.reward.every((reward) => reward === 5)).toBe(true);
    const { error } = bernoulliQuadratic.options.safeParse({ targets: Array(21).fill(0.5) });
    expect(error?.issues[0].message).toBe(
      "expected at most 20, one for each bit, since all 2^N actions are enumerated; got 21",
    );
    expect(bernoulliQuadratic.options.safeParse({ targets: [] }).error?.issues[0].message).toContain(
      "one at least",
    );
  });
});
