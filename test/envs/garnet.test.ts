import { describe, expect, it } from "vitest";
import { garnet } from "../../envs/garnet.ts";

const make = (options: object = {}) => garnet.create(garnet.options.parse(options)).model!;

describe("garnet", () => {
  it("has the asked number of different next states everywhere, one reward each, and no end", () => {
    const { states, actions, start, next, reward, terminated } = make({
      states: 20,
      actions: 3,
      branching: 5,
    });
    for (let row = 0; row < states * actions; row++) {
      expect(new Set(next.slice(start[row], start[row + 1])).size).toBe(5);
      expect(new Set(reward.slice(start[row], start[row + 1])).size).toBe(1);
    }
    expect(terminated).not.toContain(1);
  });

  it("draws pieces of a broken stick, uniform next states and standard normal rewards", () => {
    const branching = 3;
    const { probability, next, reward } = make({ states: 50, actions: 200, branching });
    const rows = reward.length / branching; // 10 000
    const mean = (values: ArrayLike<number>, f: (x: number) => number) =>
      Array.from(values, f).reduce((sum, x) => sum + x, 0) / values.length;
    // Each piece of a stick broken in 3 has mean 1/3 and second moment 2/(3·4) = 1/6; tolerances are 5 standard errors.
    expect(Math.abs(mean(probability, (p) => p ** 2) - 1 / 6)).toBeLessThan((5 * 0.19) / Math.sqrt(rows));
    const first = probability.filter((_, k) => k % branching === 0);
    expect(Math.abs(mean(first, (p) => p) - 1 / 3)).toBeLessThan((5 * 0.24) / Math.sqrt(rows));
    expect(Math.abs(mean(next, (s) => s) - 24.5)).toBeLessThan((5 * 14.5) / Math.sqrt(rows));
    expect(Math.abs(mean(reward, (r) => r))).toBeLessThan(5 / Math.sqrt(rows));
    expect(Math.abs(mean(reward, (r) => r * r) - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(rows));
  });

  it("is the same for the same seed and another for the next", () => {
    expect(make({ seed: 3 })).toEqual(make({ seed: 3 }));
    expect(make({ seed: 3 })).not.toEqual(make({ seed: 4 }));
  });

  it("refuses more branches than states", () => {
    const { issues } = garnet.options.safeParse({ states: 3, branching: 4 }).error!;
    expect(issues[0]).toMatchObject({
      path: ["branching"],
      message: "expected at most the number of states",
    });
  });
});
