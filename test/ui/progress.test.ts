import { expect, test } from "vitest";
import { plan } from "../../src/config/plan.ts";
import { LiveReader } from "../../src/store/live.ts";
import { progressOf } from "../../src/ui/progress.ts";
import { database, scratch, study } from "../report/database.ts";

const folder = scratch();
const of = (path: string, study = "small") =>
  new LiveReader(path).read(
    () => [study],
    (query) => progressOf(query, study),
  );

test("counts iterations, probes and trajectories, of runs done, underway and queued", () => {
  const path = database(folder, "progress.db", [study()], { done: 2, begun: true });
  const runs = of(path);
  expect(runs.map(({ agent, seed }) => [agent, seed])).toEqual(
    plan(study()).map(({ agent, seed }) => [agent.name, seed]),
  );
  expect(runs[0]).toMatchObject({
    status: "done",
    iterations: { done: 4, planned: 4 },
    probes: { done: 3, planned: 3 },
    fraction: 1,
    error: null,
  });
  // underway: iterations 0 and 1 of 4, and the estimates of the probes at 0 and at 2, after which nothing came yet
  const [drawn, all] = [2 * 8 + 2 * 20 * (1 + 4), (4 + 1) * 8 + 3 * 20 * (1 + 4)];
  expect(runs[2]).toMatchObject({
    status: "running",
    iterations: { done: 2, planned: 4 },
    probes: { done: 1, planned: 3 },
    fraction: drawn / all,
  });
  expect(runs[2].started).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(runs[3]).toMatchObject({
    status: "queued",
    iterations: { done: 0, planned: 4 },
    probes: { done: 0, planned: 3 },
    fraction: 0,
    started: null,
  });
});

test("a run without training, and one without probes", () => {
  const frozen = study({
    name: "frozen",
    agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 1, iterations: 0 }],
  });
  const { probe: _probe, ...unprobed } = study({ name: "unprobed" });
  const path = database(folder, "two.db", [frozen, unprobed], { done: 1 });
  expect(of(path, "frozen")[0]).toMatchObject({
    iterations: { planned: 0 },
    probes: { done: 1, planned: 1 },
    fraction: 1,
  });
  expect(of(path, "unprobed")[1]).toMatchObject({ status: "queued", probes: { planned: 0 }, fraction: 0 });
});

test("of a run that continues another only its own iterations, probes and trajectories count", () => {
  const long = (iterations: number) =>
    study({
      agents: study()
        .agents.slice(0, 1)
        .map((agent) => ({ ...agent, iterations })),
      probe: { ...study().probe, every: 2 },
      seeds: [0],
    });
  database(folder, "continued.db", [long(3)], { saves: true });
  const path = database(folder, "continued.db", [long(6)], { done: 0, begun: true });
  const [first, second] = of(path);
  expect(first).toMatchObject({ status: "done", iterations: { done: 3, planned: 3 }, fraction: 1 });
  // θ₃ and θ₄ of three updates and a look at the last θ; the probe at 4 of those at 4 and 6
  expect(second).toMatchObject({
    status: "running",
    iterations: { done: 2, planned: 3 },
    probes: { done: 1, planned: 2 },
    fraction: (2 * 8 + 20 * (1 + 4)) / (4 * 8 + 2 * 20 * (1 + 4)),
  });
});
