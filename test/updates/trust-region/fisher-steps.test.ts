import { describe, expect, it } from "vitest";
import { stream } from "../../../src/random.ts";
import { fisherSteps } from "../../../src/updates/trust-region/fisher-steps.ts";

const steps = 23;
const chosenBy = (choose: ReturnType<typeof fisherSteps.all.create>, key = "a") => {
  const out = new Int32Array(steps).fill(-1);
  return [...out.subarray(0, choose(steps, stream("fisher", key), out))];
};

describe("steps of a Fisher matrix", () => {
  it("are all of them, or every nth from the first one on", () => {
    expect(chosenBy(fisherSteps.all.create())).toEqual(Array.from({ length: steps }, (_, k) => k));
    expect(chosenBy(fisherSteps.every.create({ nth: 5 }))).toEqual([0, 5, 10, 15, 20]);
    expect(chosenBy(fisherSteps.every.create({ nth: 40 }))).toEqual([0]);
  });

  it("are a random part, rounded down, none of them twice, each as often as the others", () => {
    const choose = fisherSteps.random.create({ part: 0.3 });
    const counts = new Int32Array(steps);
    const N = 4000;
    for (let i = 0; i < N; i++) {
      const chosen = chosenBy(choose, String(i));
      expect(chosen.length).toBe(6);
      expect(new Set(chosen).size).toBe(6);
      for (const k of chosen) counts[k]++;
    }
    // |z| > 4.5 for one of 23 steps: below 2e-4
    const p = 6 / steps;
    for (const count of counts)
      expect(Math.abs(count - N * p) / Math.sqrt(N * p * (1 - p))).toBeLessThan(4.5);
    expect(chosenBy(fisherSteps.random.create({ part: 0.01 })).length).toBe(1);
    expect(chosenBy(fisherSteps.random.create({ part: 1 })).length).toBe(steps);
  });
});
