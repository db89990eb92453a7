import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plan } from "../../../src/config/plan.ts";
import type { EstimatesEvent } from "../../../src/probe/cell.ts";
import type { ForecastEvent } from "../../../src/probe/events.ts";
import type { RunEvent } from "../../../src/run/events.ts";
import { run } from "../../../src/run/run.ts";
import { parseStudy } from "../../../src/study/load.ts";

const frozen = { name: "frozen", estimator: { kind: "reinforce" }, batchSize: 8, iterations: 0 };
const leaveOneOut = { name: "leave-one-out", kind: "reinforce", baseline: { kind: "leave-one-out" } };

const bandit = (arms: number[]) => ({
  environment: { kind: "bernoulli-bandit", arms },
  objective: { discount: 1, horizon: 1 },
  policy: { kind: "softmax" },
  estimators: [leaveOneOut],
});
const transforms = JSON.parse(readFileSync(new URL("../../golden/transforms.json", import.meta.url), "utf8"));
const doubleIntegrator = {
  environment: { kind: "linear-quadratic", preset: "double-integrator" },
  objective: { discount: 1, horizon: 10 },
  policy: { kind: "linear-gaussian", deviation: 0.1, initial: [0, 0] },
  estimators: [{ ...leaveOneOut, return: "total" }],
};
const frozenLake = {
  environment: { kind: "frozen-lake" },
  objective: { discount: 0.99, horizon: 100 },
  policy: { kind: "softmax" },
  estimators: [{ name: "td-exact", kind: "actor-critic", advantage: "td", critic: { kind: "exact" } }],
};

const eventsOf = (
  { estimators, ...problem }: typeof frozenLake | Record<string, unknown>,
  batchSizes: number[],
  replicates: number,
  seed = 1,
): RunEvent[] => {
  const probe = { batchSizes, replicates, estimators };
  const study = { name: "x", ...problem, agents: [frozen], probe, seeds: [seed] };
  const events: RunEvent[] = [];
  run(plan(parseStudy(JSON.stringify(study), "test"))[0]).subscribe((event) => events.push(event));
  return events;
};

const forecastOf = (events: RunEvent[], name: string): ForecastEvent =>
  events.find((event): event is ForecastEvent => event.type === "forecast" && event.estimator === name)!;

/** Mean alignment at n, drawn anew, and its standard error. */
const alignmentAt = (
  problem: Parameters<typeof eventsOf>[0],
  name: string,
  n: number,
  draws: number,
): [number, number] => {
  const { cosine } = eventsOf(problem, [n], draws, 99).find(
    (event): event is EstimatesEvent => event.type === "estimates" && event.estimator === name,
  )!;
  const mean = cosine.reduce((sum, x) => sum + x, 0) / draws;
  return [mean, Math.sqrt(cosine.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / draws];
};

describe("the batch for a mean alignment of 0.9", () => {
  it.each([
    // measured by 8000 to 40,000 estimates at sizes around it; the second number is what (1 + NSR/n)^−½ says
    ["two arms, leave-one-out", bandit([0.4, 0.6]), "leave-one-out", 67, 104],
    ["three arms, leave-one-out", bandit([0.4, 0.5, 0.6]), "leave-one-out", 219, 317],
    ["random MDP, to-go", transforms, "agent", 38.9, 47.7],
    [
      "random MDP, total return",
      { ...transforms, estimators: [{ name: "total", kind: "reinforce", return: "total" }] },
      "total",
      82.5,
      101,
    ],
    ["double integrator, leave-one-out", doubleIntegrator, "leave-one-out", 18.4, 62.7],
  ] as const)(
    "%s: within a tenth of what is measured, which the interval holds",
    (_, problem, name, measured, before) => {
      const { verdict, trajectories } = forecastOf(eventsOf(problem, [8, 32], 2000), name);
      expect(verdict).toBe("reached");
      expect(Math.abs(Math.log(trajectories!.value / measured))).toBeLessThan(0.1);
      expect(trajectories!.low).toBeLessThan(measured);
      expect(trajectories!.high).toBeGreaterThan(measured);
      expect(trajectories!.high).toBeLessThan(2 * trajectories!.low);
      expect(Math.abs(Math.log(before / measured))).toBeGreaterThan(0.1); // the twin that fails
    },
  );

  it.each([
    [[2, 8, 64], 400],
    [[8, 32], 400],
    [[16], 1000],
  ])(
    "double integrator, whose tails are heavy, from batches of %j × %i: the interval holds it",
    (sizes, replicates) => {
      // 18.5 ± 0.2 by 40,000 estimates at five sizes around it
      const { trajectories } = forecastOf(eventsOf(doubleIntegrator, sizes, replicates), "leave-one-out");
      expect(trajectories!.low).toBeLessThan(18.5);
      expect(trajectories!.high).toBeGreaterThan(18.5);
      expect(trajectories!.high).toBeLessThan(3 * trajectories!.low);
    },
  );

  it("double integrator, from batches that are all too large: says that smaller ones are needed", () => {
    const told = forecastOf(eventsOf(doubleIntegrator, [64], 1000), "leave-one-out");
    expect(told).toMatchObject({ verdict: "unknown", note: "below 64 trajectories: probe smaller batches" });
  });

  it("FrozenLake: estimates that are mostly 0, foretold from 8 trajectories and met at a hundred times as many", () => {
    const { trajectories } = forecastOf(eventsOf(frozenLake, [8], 500), "td-exact");
    const [found, error] = alignmentAt(frozenLake, "td-exact", Math.round(trajectories!.value), 300);
    expect(Math.abs(found - 0.9)).toBeLessThan(3 * error + 0.01);
    const [aside] = alignmentAt(frozenLake, "td-exact", Math.round(trajectories!.value / 1.5), 300);
    expect(Math.abs(aside - 0.9)).toBeGreaterThan(3 * error + 0.01);
  });
});

describe("an estimate that is no mean over its batch", () => {
  it("masks never reach it, from a probe at 8 and 32", () => {
    const events = eventsOf(transforms, [8, 32], 1000);
    for (const name of ["mask", "fmask", "fmaskb"])
      expect(forecastOf(events, name).verdict, name).toBe("never");
    expect(forecastOf(events, "mask").limit!.value).toBeCloseTo(0.438, 1);
    expect(forecastOf(events, "fmaskb").limit!.high).toBeLessThan(0.6);
  });

  it("is unknown from one batch size, unless its limit says enough", () => {
    const events = eventsOf(transforms, [8], 400);
    expect(forecastOf(events, "mask").verdict).toBe("never");
    expect(forecastOf(events, "cv")).toMatchObject({ verdict: "unknown", predictions: [] });
    expect(forecastOf(events, "cv").note).toMatch("probe two batch sizes or more");
  });

  it("clip-value: measured 0.887 at 100 and 0.902 at 150; the fit's interval holds 142", () => {
    const { verdict, trajectories, method, from } = forecastOf(eventsOf(transforms, [8, 32], 4000), "cv");
    expect({ verdict, method, from }).toEqual({ verdict: "reached", method: "fitted", from: 8 });
    expect(trajectories!.low).toBeLessThan(142);
    expect(trajectories!.high).toBeGreaterThan(142);
  });

  it("an accumulated estimate counts all its trajectories, and needs as many as the plain one", () => {
    const events = eventsOf(transforms, [8, 32], 1000);
    const [plain, four] = ["agent", "acc4"].map((name) => forecastOf(events, name).trajectories!.value);
    expect(Math.abs(Math.log(four / plain))).toBeLessThan(0.05);
    expect(forecastOf(events, "acc4").from).toBe(32);
  });
});
