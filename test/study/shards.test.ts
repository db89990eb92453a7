import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { type FiniteEnvironment, runStudyOn } from "../../src/index.ts";
import { openStore } from "../../src/store/open.ts";
import { shardFile } from "../../src/store/shards.ts";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { runSmallStudy, smallStudy } from "../export/small-study.ts";
import { merge, query } from "../store/databases.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** Digests of all rows of each run, which know nothing of identifiers and times. */
const digests = (path: string) =>
  query(path, "SELECT agent, seed, status, digest FROM run ORDER BY agent, seed");

const faults = (path: string) => [...verifyDatabase(path)].flatMap((each) => each.faults);

const shards = (count: number) => Array.from({ length: count }, (_, index) => ({ index, count }));

test("shards that are merged have the rows of one machine, bit by bit", async () => {
  const folder = temporaryFolder();
  const [db, whole] = ["study.db", "whole.db"].map((name) => join(folder, name));
  const seeds = [0, 1, 2];
  await runSmallStudy(whole, { seeds });
  for (const shard of shards(4)) await runSmallStudy(db, { seeds }, { shard });
  expect(existsSync(db)).toBe(false);
  expect(readdirSync(join(folder, "study.shards"))).toEqual(shards(4).map(({ index }) => `${index}-of-4.db`));
  expect(query(shardFile(db, { index: 1, count: 4 }), "SELECT agent, seed FROM run ORDER BY run_id")).toEqual(
    [
      ["reinforce", 1],
      ["actor-critic", 2],
    ],
  );
  merge(
    shards(4).map((shard) => shardFile(db, shard)),
    db,
  );
  expect(digests(db)).toEqual(digests(whole));
  expect(faults(db)).toEqual([]);
});

test("a shard does nothing that its file or the merged one has", async () => {
  const db = join(temporaryFolder(), "study.db");
  const shard = { index: 0, count: 2 };
  const file = shardFile(db, shard);
  await runSmallStudy(db, { seeds: [0] });
  const plans: [number, number][] = [];
  const onPlan = (jobs: readonly unknown[], done: number) => void plans.push([jobs.length, done]);
  await runSmallStudy(db, { seeds: [0, 1, 2] }, { shard, onPlan }); // runs 0, 2, 4 of reinforce 0 1 2, actor-critic 0 1 2
  await runSmallStudy(db, { seeds: [0, 1, 2] }, { shard, onPlan });
  expect(plans).toEqual([
    [2, 1],
    [0, 3],
  ]);
  expect(query(file, "SELECT agent, seed FROM run ORDER BY run_id")).toEqual([
    ["reinforce", 2],
    ["actor-critic", 1],
  ]);
});

/** Pays for action 1, and has no model: its truth is a reference. */
const blind: FiniteEnvironment = {
  kind: "blind-coin",
  ...{ states: 1, actions: 2 },
  reset: () => 0,
  step(_state, action, _random, outcome) {
    outcome.reward = action;
    outcome.terminated = true;
    return 0;
  },
};

test("a shard takes the references that the merged file has", async () => {
  const db = join(temporaryFolder(), "study.db");
  const agent = { name: "a", estimator: { kind: "reinforce" as const }, batchSize: 4, iterations: 2 };
  const study = {
    name: "blind",
    objective: { discount: 1, horizon: 1 },
    policy: { kind: "softmax" as const },
    agents: [agent],
    probe: { every: 2, batchSizes: [1], replicates: 10, reference: { relativeError: 0.9 } },
  };
  await runStudyOn(blind, { ...study, seeds: [0] }, { db });
  const drawn = new Set<number>();
  await runStudyOn(
    blind,
    { ...study, seeds: [0, 1] },
    {
      ...{ db, shard: { index: 1, count: 2 } },
      onEvent: (event) => event.type === "progress" && drawn.add(event.iteration),
    },
  );
  // the first θ is that of all seeds, and known; the last is each one's own
  expect([...drawn]).toEqual([2]);
});

test("a shard refuses what the merged file has otherwise, or in part", async () => {
  const db = join(temporaryFolder(), "study.db");
  const shard = { index: 0, count: 1 };
  await runSmallStudy(db, { seeds: [0] });
  const horizon = { objective: { discount: 0.99, horizon: 21 } };
  await expect(runSmallStudy(db, horizon, { shard })).rejects.toThrow("was run with another configuration");
  const { agents } = smallStudy();
  const longer = agents.map((agent) => ({ ...agent, iterations: 8 }));
  await expect(runSmallStudy(db, { agents: longer }, { shard })).rejects.toThrow(
    `${db} has agent reinforce, seed 0 of frozen-lake after 4 updates, from which only a run into that file goes on`,
  );
});

test("the file of a shard shares no memory, and nobody reads it meanwhile", () => {
  const path = join(temporaryFolder(), "0-of-1.db");
  const store = openStore(path, "0", true);
  store.register("x", []);
  expect(existsSync(`${path}-wal`)).toBe(true);
  expect(existsSync(`${path}-shm`)).toBe(false);
  const reader = new Database(path, { readonly: true, timeout: 0 });
  expect(() => reader.prepare("SELECT * FROM study").all()).toThrow("locked");
  reader.close();
  store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(query(path, "SELECT name FROM study")).toEqual([["x"]]);
});
