import { describe, expect, it } from "vitest";
import { corridor } from "../../envs/corridor.ts";
import { modelDistribution } from "./golden.ts";
import { optimalValue } from "./optimal-value.ts";

const make = (options: object = {}) => corridor.create(corridor.options.parse(options)).model!;

describe("corridor", () => {
  it("pays 1 at the right end and nothing before", () => {
    expect(optimalValue(make({ length: 10 }), 0.9)).toBeCloseTo(0.9 ** 8, 12);
    expect(optimalValue(make({ length: 10, start: 8 }), 0.9)).toBe(1);
  });

  it("pays the step reward on every other step", () => {
    expect(optimalValue(make({ length: 5, stepReward: -0.1 }), 1)).toBeCloseTo(1 - 3 * 0.1, 12);
  });

  it("slips the opposite way, against the wall too", () => {
    const model = make({ length: 3, slip: 0.25 });
    expect(modelDistribution(model, 0, 1)).toEqual(
      new Map([
        ["1 0 false", 0.75],
        ["0 0 false", 0.25],
      ]),
    );
    expect(modelDistribution(model, 1, 0).get("2 1 true")).toBe(0.25);
  });

  it("refuses to start at its end", () => {
    const { issues } = corridor.options.safeParse({ length: 4, start: 3 }).error!;
    expect(issues[0]).toMatchObject({ path: ["start"], message: expect.stringContaining("right end") });
  });
});
