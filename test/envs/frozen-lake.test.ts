import { describe, expect, it } from "vitest";
import { frozenLake } from "../../envs/frozen-lake.ts";
import { distanceFromGymnasium } from "./golden.ts";
import { optimalValue } from "./optimal-value.ts";

const lake = (options: object = {}) => frozenLake.create(frozenLake.options.parse(options)).model!;
const complaint = (options: object) => frozenLake.options.safeParse(options).error?.issues[0];

describe("frozen-lake", () => {
  it("equals Gymnasium's table, terminal self-loops included", () => {
    expect(distanceFromGymnasium(lake(), "FrozenLake-v1")).toBeLessThan(1e-12);
    expect(distanceFromGymnasium(lake({ map: "8x8" }), "FrozenLake8x8-v1")).toBeLessThan(1e-12);
    const firm = lake({ slippery: false });
    expect(distanceFromGymnasium(firm, "FrozenLake-v1 is_slippery=False")).toBeLessThan(1e-12);
    expect(distanceFromGymnasium(firm, "FrozenLake-v1")).toBeGreaterThan(0.1);
  });

  it.each([
    ["4x4", 0.9, 0.068890904888],
    ["4x4", 0.95, 0.180471578396],
    ["4x4", 0.99, 0.542025931999],
    ["4x4", 1, 14 / 17],
    ["8x8", 0.9, 0.006411114261],
    ["8x8", 0.95, 0.048250204081],
    ["8x8", 0.99, 0.414640361799],
  ])("%s has the known optimal value at discount %d", (map, discount, value) => {
    expect(Math.abs(optimalValue(lake({ map }), discount) - value)).toBeLessThan(1e-9);
  });

  it.each([
    ["4x4", 100, 0.744190287829],
    ["8x8", 200, 0.913220150202],
  ])("%s has the known best success rate within %d steps", (map, steps, value) => {
    expect(Math.abs(optimalValue(lake({ map }), 1, steps) - value)).toBeLessThan(1e-9);
  });

  it("takes a map of one's own and starts on each S alike", () => {
    const model = lake({ map: ["SFS", "HFG"], slippery: false });
    expect([...model.initial]).toEqual([0.5, 0, 0.5, 0, 0, 0]);
    expect(optimalValue(model, 0.5)).toBeCloseTo((0.25 + 1) / 2, 12); // 3 steps from one S, 1 from the other
  });

  it("says what is wrong with a map", () => {
    expect(complaint({ map: ["SF", "G"] })?.message).toBe("rows differ in length");
    expect(complaint({ map: ["FF", "FG"] })?.message).toBe("no cell S to start from");
    expect(complaint({ map: ["SX"] })?.message).toBe("expected only the letters S, F, H and G");
    expect(complaint({ map: "5x5" })?.path).toEqual(["map"]);
  });
});
