import { describe, expect, it } from "vitest";
import { variations } from "../../src/config/variations.ts";
import { edited, faultsOf } from "./frozen-lake.ts";

describe("vary", () => {
  it("leaves a study without it alone", () => {
    const study = { name: "a", seeds: [1] };
    expect(variations(study)).toEqual([study]);
  });

  it("stands for every combination, the last key fastest, named after its values", () => {
    const study = {
      name: "a",
      policy: { deviation: 1 },
      objective: { horizon: 9 },
      vary: { "policy.deviation": [0.1, 2], "objective.horizon": [3, 5] },
    };
    expect(variations(study)).toEqual(
      [
        [0.1, 3],
        [0.1, 5],
        [2, 3],
        [2, 5],
      ].map(([deviation, horizon]) => ({
        name: `a deviation ${deviation} horizon ${horizon}`,
        policy: { deviation },
        objective: { horizon },
      })),
    );
    expect(study.policy.deviation).toBe(1);
  });

  it("names lists and mappings by what they hold, not by their place", () => {
    const names = (key: string, values: unknown[]) =>
      variations({ name: "a", vary: { [key]: values } }).map((each) => (each as { name: string }).name);
    expect(names("e.center", [[1], [1, 2]])).toEqual(["a center 1", "a center 1 2"]);
    const td = { kind: "td", lambda: 0.9 };
    expect(names("agents[0].critic", [td, { kind: "exact" }])).toEqual([
      "a critic td lambda 0.9",
      "a critic exact",
    ]);
    expect(names("x", [{ lambda: 0.9, kind: "td" }])).toEqual(["a x td lambda 0.9"]);
    const deep = [
      { kind: "ac", critic: td },
      { kind: "ac", critic: { ...td, lambda: 1 } },
      [[1], 2],
      [1, [2]],
    ];
    const forwards = names("x", deep);
    expect(forwards[0]).toMatch(/^a x ac critic td lambda 0\.9 [0-9a-f]{8}$/);
    expect(new Set(forwards).size).toBe(4);
    expect(names("x", deep.toReversed())).toEqual(forwards.toReversed());
    const long = Array.from({ length: 40 }, (_, i) => i);
    for (const name of names("x", [long, [...long, 1]])) expect(name.length).toBeLessThan(48);
  });

  it("ends a name that would be too long with a digest of all of it", () => {
    const rewards = [
      { of: "returns", restart: "ends", clip: 10 },
      { of: "returns", restart: "ends", clip: 5 },
    ];
    const vary = {
      "agents.0.update.preset": ["ppo-implementation-matters"],
      "agents.0.update.rewards": rewards,
      "x.y": [1],
    };
    const names = variations({ name: "short", agents: [{}], vary }).map(
      (each) => (each as { name: string }).name,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) {
      expect(name).toMatch(/^short preset ppo-implementation-matters rewards clip .* [0-9a-f]{8}$/);
      expect(name.length).toBeLessThanOrEqual(80);
    }
    const long = "a".repeat(81);
    expect(variations({ name: long, vary: { x: [1] } })).toEqual([{ name: `${long} x 1`, x: 1 }]); // for the schema to refuse
  });

  it.each([
    ["a list", "vary: [1]", "vary: expected keys such as policy.deviation, each with a list of values"],
    [
      "a single value",
      "vary: { seeds: 3 }",
      "vary: expected keys such as policy.deviation, each with a list of values",
    ],
    [
      "an item that is not there",
      "vary: { agents.9.batchSize: [1, 2] }",
      "vary: agents has no item 9; there are ",
    ],
    [
      "two combinations of one name",
      "vary: { objective.discount: [0.5, 0.5] }",
      "vary: two combinations are called",
    ],
    [
      "a value of the wrong kind",
      "vary: { objective.discount: [0.5, 2] }",
      "objective.discount must be at most 1; got 2",
    ],
  ])("is refused for %s", (_, line, message) => {
    const faults = faultsOf(`${edited({})}\n${line}\n`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(message);
  });
});
