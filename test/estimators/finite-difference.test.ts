import { describe, expect, it } from "vitest";
import { finiteDifference } from "../../src/estimators/zeroth-order/finite-difference.ts";
import { expectClose, scenes, watched } from "./watched.ts";

describe.each(scenes)("one estimate by finite differences on %s", (_, scene) => {
  it("moves every parameter for itself, and averages over the rounds", () => {
    const P = scene.point.theta.length;
    const { out, pairs } = watched(finiteDifference, 0.3, { step: 0.3 }, scene, 4 * P);
    const expected = new Array(P).fill(0);
    const rounds = new Array(P).fill(0);
    for (const { v, plus, minus } of pairs) {
      const [j, ...others] = [...v.keys()].filter((k) => Math.abs(v[k]) > 1e-9);
      expect(others).toEqual([]);
      expect(v[j]).toBeCloseTo(1, 12);
      expected[j] += (plus - minus) / 0.6 / 2;
      rounds[j]++;
    }
    expect(rounds).toEqual(rounds.map(() => 2));
    expectClose(out, expected);
  });
});
