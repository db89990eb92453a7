import { describe, expect, it } from "vitest";
import { cliffWalking } from "../../envs/cliff-walking.ts";
import { distanceFromGymnasium } from "./golden.ts";
import { optimalValue } from "./optimal-value.ts";

const cliff = (options: object = {}) => cliffWalking.create(cliffWalking.options.parse(options)).model!;

describe("cliff-walking", () => {
  it("equals Gymnasium's table", () => {
    expect(distanceFromGymnasium(cliff(), "CliffWalking-v1")).toBeLessThan(1e-12);
    expect(distanceFromGymnasium(cliff({ slippery: true }), "CliffWalkingSlippery-v1")).toBeLessThan(1e-12);
  });

  it("has the known optimal values", () => {
    expect(optimalValue(cliff(), 1)).toBe(-13);
    expect(Math.abs(optimalValue(cliff({ slippery: true }), 1) + 64.70917591)).toBeLessThan(1e-9);
  });
});
