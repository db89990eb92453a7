import { expect, test } from "vitest";
import { asEnvironment } from "../../src/config/custom-environment.ts";
import { withinTime } from "../../src/config/within-time.ts";

const forever = (): never => {
  for (;;);
};

test("work that returns, or throws, is let alone, also inside other work", () => {
  expect(withinTime(60_000, () => withinTime(60_000, () => 1) + 1)).toBe(2);
  const error = new TypeError("mine");
  expect(() =>
    withinTime(60_000, () => {
      throw error;
    }),
  ).toThrow(error);
});

test("work without end is ended", () => {
  expect(() => withinTime(20, forever)).toThrow(
    new RangeError("it has not returned after 0.02 s, and was ended"),
  );
});

test("an environment that hangs where it is tried out is refused", () => {
  const hanging = { kind: "h", states: 1, actions: 1, reset: forever, step: forever };
  expect(() => asEnvironment({ default: hanging }, "./hanging.js", { limit: 20 })).toThrow(
    "./hanging.js: it could not be tried out: RangeError: it has not returned after 0.02 s, and was ended",
  );
});
