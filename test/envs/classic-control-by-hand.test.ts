import { describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { make, stepOf, tasks } from "./classic-control.ts";

/** Next state, observation, reward, termination (0 or 1). */
const step = (kind: string, from: number[], action: number, options = {}): number[] =>
  stepOf(make(tasks[kind], options), Float64Array.from(from), Float64Array.of(action), stream("hand"));

const ends = (kind: string, from: number[], action: number, options = {}): boolean =>
  step(kind, from, action, options).at(-1) === 1;

const close = (found: number[], expected: number[]) => {
  for (const [i, x] of expected.entries()) expect(found[i]).toBeCloseTo(x, 12);
};

describe("cart-pole", () => {
  it("is pushed from rest as worked out by hand", () => {
    // τ = 10/1.1 = 100/11, l(4/3 − m/M) = 41/66, θ̈ = −600/41, ẍ = 100/11 + 300/451 = 400/41; times 0.02 s
    close(step("cart-pole", [0, 0, 0, 0], 1), [0, 8 / 41, 0, -12 / 41]);
    close(step("cart-pole", [0, 0, 0, 0], 0), [0, -8 / 41, 0, 12 / 41]);
  });

  it.each([1, -1])("ends beyond 2.4 m and 12°, and pays for that step too (side %i)", (side) => {
    const steepest = (12 * Math.PI) / 180;
    expect(ends("cart-pole", [side * 2.4, 0, 0, 0], 1)).toBe(false);
    expect(ends("cart-pole", [side * 2.39, side * 0.4, 0, 0], 1)).toBe(false); // to 2.398
    expect(ends("cart-pole", [side * 2.39, side * 0.6, 0, 0], 1)).toBe(true); // to 2.402
    expect(ends("cart-pole", [0, 0, side * steepest * 0.999999, 0], 1)).toBe(false);
    expect(ends("cart-pole", [0, 0, side * steepest * 1.000001, 0], 1)).toBe(true);
    expect(step("cart-pole", [side * 3, 0, 0, 0], 1).at(-2)).toBe(1);
  });
});

describe("acrobot", () => {
  it("hangs still without a torque", () => {
    close(step("acrobot", [0, 0, 0, 0], 1), [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, -1, 0]);
  });

  it("keeps its energy without a torque, but for the error of one step of fourth order", () => {
    // centers move at ½v₁, and at v₁ along the first link plus ½(v₁ + v₂) along the second; inertias and masses are 1
    const energy = ([a1, a2, v1, v2]: number[]) => {
      const both = v1 + v2;
      const motion =
        (v1 / 2) ** 2 + v1 ** 2 + (both / 2) ** 2 + v1 * both * Math.cos(a2) + v1 ** 2 + both ** 2;
      return motion / 2 - 9.8 * (1.5 * Math.cos(a1) + 0.5 * Math.cos(a1 + a2));
    };
    const from = [0.2, -0.9, 1.5, -0.5]; // 5.07 J above hanging still
    const gained = (torque: number, options = {}) => {
      const to = step("acrobot", from, torque + 1, options);
      return [energy(to) - energy(from), torque * (to[1] - from[1])]; // J, and the work of the torque
    };
    expect(Math.abs(gained(0)[0])).toBeLessThan(1e-3);
    for (const torque of [-1, 1]) expect(Math.abs(gained(torque)[0] - gained(torque)[1])).toBeLessThan(1e-3);
    expect(Math.abs(gained(0, { gravity: 9 })[0])).toBeGreaterThan(1e-2);
  });

  it("ends where the tip is more than a link above the pivot, at reward 0", () => {
    expect(step("acrobot", [Math.PI, 0, 0, 0], 1).slice(-2)).toEqual([0, 1]);
    expect(step("acrobot", [Math.PI / 2, 0, 0, 0], 1).slice(-2)).toEqual([-1, 0]);
  });
});

describe("the mountain cars", () => {
  const bottom = -Math.PI / 6; // cos 3x = 0: no slope

  it("are pushed from the bottom as worked out by hand", () => {
    close(step("mountain-car", [bottom, 0], 2), [bottom + 0.001, 0.001]);
    close(step("mountain-car", [bottom, 0], 1), [bottom, 0]);
    close(step("mountain-car", [bottom, 0], 0), [bottom - 0.001, -0.001]);
    const [x, v, , , reward] = step("mountain-car-continuous", [bottom, 0], 2);
    expect([x, v]).toEqual([Math.fround(bottom + 0.0015), Math.fround(0.0015)]); // a push of at most 1 …
    expect(reward).toBeCloseTo(-0.4, 12); // … at the cost of 2
  });

  it("stop at the left wall and not at the right one", () => {
    close(step("mountain-car", [-1.19, -0.07], 0), [-1.2, 0]);
    close(step("mountain-car", [0.59, 0.069], 1).slice(0, 2), [0.6, 0.069 - 0.0025 * Math.cos(1.77)]);
  });

  it.each([
    ["mountain-car", 0.5, -1, -1],
    ["mountain-car-continuous", 0.45, 100, 0],
  ])("%s ends at its goal %d, if it is fast enough", (kind, goal, paid, unpaid) => {
    const idle = kind === "mountain-car" ? 1 : 0;
    expect(step(kind, [goal - 0.01, 0.02], idle).slice(-2)).toEqual([paid, 1]);
    expect(step(kind, [goal - 0.03, 0.02], idle).slice(-2)).toEqual([unpaid, 0]);
    expect(step(kind, [goal + 0.05, -0.02], idle).slice(-2)).toEqual([unpaid, 0]);
    expect(ends(kind, [goal - 0.01, 0.02], idle, { goalVelocity: 0.05 })).toBe(false);
  });
});

describe("pendulum", () => {
  it("swings as worked out by hand", () => {
    const [angle, spin, , , , reward, terminated] = step("pendulum", [Math.PI / 2, 0], 1);
    close([angle, spin, reward], [Math.PI / 2 + 0.045, 0.9, -(Math.PI ** 2 / 4 + 0.001)]);
    expect(terminated).toBe(0);
  });

  it("counts angles from upright, whatever the number of turns", () => {
    for (const turns of [-2, -1, 1, 2])
      expect(step("pendulum", [0.5 + 2 * Math.PI * turns, 0], 0).at(-2)).toBeCloseTo(-0.25, 12);
  });

  it("takes gravity as an option", () => {
    expect(step("pendulum", [Math.PI / 2, 0], 0, { gravity: 4 })[1]).toBeCloseTo(0.3, 12);
  });
});
