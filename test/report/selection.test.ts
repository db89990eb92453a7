import { expect, test } from "vitest";
import { selections } from "../../src/report/selection.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { database, scratch, study } from "./database.ts";

const folder = scratch();
const path = database(folder, "selection.db", [study(), study({ name: "other", seeds: [0] })]);
const select = (wanted = {}) => readSnapshot(path, (query) => selections(query, wanted));

test("drawn are the first probe, of the first agent, and the last of each", () => {
  expect(select().map(({ study }) => study)).toEqual(["small", "other"]);
  const [{ probes, agents, estimators, left, grid }] = select();
  expect(probes).toEqual([
    { agent: "reinforce", iteration: 0 },
    { agent: "reinforce", iteration: 4 },
    { agent: "actor-critic", iteration: 4 },
  ]);
  expect([...agents.keys()]).toEqual(["reinforce", "actor-critic"]);
  expect([...estimators.keys()]).toEqual(["agent", "total"]);
  expect(left).toBe(0);
  expect(grid).toEqual({ rows: 4, columns: 4, sides: ["left", "down", "right", "up"] });
});

test("a user chooses study, agent and iteration", () => {
  expect(select({ study: "other" })).toHaveLength(1);
  expect(select({ study: "nobody's" })).toEqual([]);
  expect(select({ agent: "actor-critic", iteration: 2 })[0].probes).toEqual([
    { agent: "actor-critic", iteration: 2 },
  ]);
  expect(select({ iteration: 3 })[0].probes).toEqual([]);
});

test("of a study in progress, the last probe is one that half of the seeds have reached", () => {
  const own = database(folder, "half.db", [study({ agents: [study().agents[0]] })], { done: 1, begun: true });
  const probes = (path: string) => readSnapshot(path, (query) => selections(query)[0].probes);
  expect(probes(own).at(-1)).toEqual({ agent: "reinforce", iteration: 4 }); // one of two seeds
  const behind = database(folder, "behind.db", [study({ agents: [study().agents[0]] })], {
    done: 0,
    begun: true,
  });
  expect(probes(behind).at(-1)).toEqual({ agent: "reinforce", iteration: 2 });
});

test("every estimator looks different, also where there are more of them than colors", () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ name: `e${i}`, kind: "reinforce", return: "total" }));
  const own = database(
    folder,
    "many.db",
    [study({ probe: { batchSizes: [1], replicates: 2, estimators: many }, seeds: [0] })],
    { done: 0 },
  );
  const looks = readSnapshot(own, (query) => [...selections(query)[0].estimators.values()]);
  expect(looks).toHaveLength(31);
  expect(new Set(looks.map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(31);
});
