import { describe, expect, it } from "vitest";
import { spsa } from "../../src/estimators/zeroth-order/spsa.ts";
import { expectClose, scenes, sumOf, watched } from "./watched.ts";

describe.each(scenes)("one SPSA estimate on %s", (_, scene) => {
  it("moves all parameters up or down, and averages over the directions", () => {
    const { out, pairs } = watched(spsa, 0.2, { step: 0.2 }, scene, 8);
    for (const { v } of pairs) for (const x of v) expect(Math.abs(x)).toBeCloseTo(1, 12);
    expect(new Set(pairs.flatMap(({ v }) => v.map(Math.sign)))).toEqual(new Set([1, -1]));
    expectClose(
      out,
      sumOf(pairs, ({ plus, minus }) => (plus - minus) / 0.4 / 4),
    );
  });
});
