import { expect, it } from "vitest";
import { beginOfPart } from "../../../src/updates/rollouts/minibatch.ts";

const sizesOf = (steps: number, parts: number): number[] =>
  Array.from({ length: parts }, (_, b) => beginOfPart(b + 1, steps, parts) - beginOfPart(b, steps, parts));

it.each([
  [2048, 32],
  [100, 32],
  [7, 3],
  [5, 5],
])("%i steps are divided into %i minibatches that are as even as can be", (steps, parts) => {
  const sizes = sizesOf(steps, parts);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(steps);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBe(steps % parts === 0 ? 0 : 1);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
});

it("100 steps in 32 are of 3 or 4: 28 of the one and 4 of the other", () => {
  const sizes = sizesOf(100, 32);
  expect(sizes.filter((size) => size === 3).length).toBe(28);
  expect(sizes.filter((size) => size === 4).length).toBe(4);
});
