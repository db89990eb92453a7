import { describe, expect, it } from "vitest";
import { probeSchedule } from "../../src/config/plan.ts";
import { runsOf } from "../problems/runs-of.ts";

const agent = { name: "first", estimator: { kind: "reinforce" }, iterations: 2 };

describe("the plan of a study", () => {
  it("is every agent with every seed, in that order, as plain JSON", () => {
    const runs = runsOf({ agents: [agent, { ...agent, name: "second" }], seeds: [3, 1] });
    expect(runs.map(({ agent: { name }, seed }) => `${name} ${seed}`)).toEqual([
      "first 3",
      "first 1",
      "second 3",
      "second 1",
    ]);
    expect(JSON.parse(JSON.stringify(runs))).toEqual(runs.map(({ probe: _, ...run }) => run));
  });
});

describe("probeSchedule", () => {
  const scheduled = (iterations: number, every?: number) =>
    probeSchedule(
      runsOf({
        agents: [{ ...agent, iterations }],
        probe: { batchSizes: [1], replicates: 2, ...(every && { every }) },
      })[0],
    );

  it("is 0, every so many iterations, and the end, once each", () => {
    expect(scheduled(7, 3)).toEqual([0, 3, 6, 7]);
    expect(scheduled(6, 3)).toEqual([0, 3, 6]);
    expect(scheduled(2, 3)).toEqual([0, 2]);
    expect(scheduled(2, 1)).toEqual([0, 1, 2]);
    expect(scheduled(0, 3)).toEqual([0]);
  });

  it("is 0 and the end where nothing is said of what lies between", () => {
    expect(scheduled(5)).toEqual([0, 5]);
    expect(scheduled(0)).toEqual([0]);
  });

  it("is empty without a probe", () => {
    expect(probeSchedule(runsOf({ agents: [agent] })[0])).toEqual([]);
  });
});
