import { expect, it } from "vitest";
import { ENGINE_FUNCTIONS, engineDigest } from "../../src/arithmetic/engine.ts";

it("sees a last bit of any function", () => {
  const before = engineDigest();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  expect(engineDigest()).toBe(before);
  for (const name of Object.keys(ENGINE_FUNCTIONS) as (keyof typeof ENGINE_FUNCTIONS)[]) {
    const f = ENGINE_FUNCTIONS[name];
    let calls = 0;
    const fused = (x: number) => (++calls === 700 ? f(x) * (1 + Number.EPSILON) : f(x));
    expect(engineDigest({ ...ENGINE_FUNCTIONS, [name]: fused })).not.toBe(before);
  }
});
