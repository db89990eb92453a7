import { describe, expect, it } from "vitest";
import { taxi } from "../../envs/taxi.ts";
import { distanceFromGymnasium } from "./golden.ts";
import { optimalValue } from "./optimal-value.ts";

const { model } = taxi.create({});

describe("taxi", () => {
  it("equals Gymnasium's table", () => {
    expect(distanceFromGymnasium(model!, "Taxi-v4")).toBeLessThan(1e-12);
  });

  it("has the known optimal values", () => {
    expect(optimalValue(model!, 1)).toBeCloseTo(7.93, 9);
    expect(Math.abs(optimalValue(model!, 0.99) - 6.327464314919)).toBeLessThan(1e-9);
  });
});
