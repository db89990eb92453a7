import { describe, expect, it } from "vitest";
import { firstDifference } from "../../../src/store/difference.ts";
import { openReader, openStore } from "../../../src/store/open.ts";
import type { PlannedRun } from "../../../src/store/record/register.ts";
import type { Store } from "../../../src/store/writer.ts";
import { temporaryFile } from "../../suite/temporary-folder.ts";
import * as cells from "../cells.ts";
import { planned, provenance } from "../cells.ts";

const truth = [1, 0, 2];
const update = {
  type: "iteration",
  envSteps: 9,
  meanReturn: 1,
  episodeReturn: 1,
  episodeLength: 9,
  exactReturn: 1,
  gradientNorm: 1,
  episodes: 1,
  returnMin: 1,
  returnMax: 1,
  figures: null,
} as const;

function fill(store: Store, runId: number): void {
  store.begin(runId, provenance);
  store.record(runId, { ...update, iteration: 0 });
  store.record(runId, [cells.probe(truth), cells.moments(), cells.estimates(cells.vectors(3, 3), truth)]);
}

const counts =
  "SELECT (SELECT count(*) FROM estimate), (SELECT count(*) FROM truth), (SELECT count(*) FROM iteration), " +
  "(SELECT count(*) FROM estimator), (SELECT count(theta) FROM probe), (SELECT count(*) FROM exact_moments)";

function query(path: string, sql: string): unknown[][] {
  const db = openReader(path);
  const rows = db.prepare(sql).raw().all();
  db.close();
  return rows as unknown[][];
}

describe("register", () => {
  const plan: PlannedRun[] = [0, 1, 2].map((seed) => planned({ seed }));

  it("gives identifiers by the plan, whatever the order of finishing", () => {
    const tables = [
      [2, 0, 1],
      [1, 2, 0],
    ].map((order) => {
      const path = temporaryFile();
      const store = openStore(path, "0.1.0");
      const runs = store.register("x", plan);
      expect(runs).toEqual([1, 2, 3].map((runId) => ({ runId, done: false })));
      for (const i of order) fill(store, runs[i].runId);
      for (const i of order) store.end(runs[i].runId, "done");
      store.close();
      return query(path, "SELECT probe_id, run_id, iteration, hex(theta) FROM probe");
    });
    expect(tables[0]).toHaveLength(6);
    expect(tables[0]).toEqual(tables[1]);
  });

  it("skips what is done, and starts the rest from no rows under the same identifiers", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [done, failed, queued] = store.register("x", plan).map(({ runId }) => runId);
    for (const runId of [done, failed]) fill(store, runId);
    store.end(done, "done");
    store.end(failed, "failed", "boom");
    expect(query(path, counts)).toEqual([[6, 2, 2, 3, 2, 2]]);
    expect(query(path, "SELECT status, error, attempt FROM run")).toEqual([
      ["done", null, 1],
      ["failed", "boom", 1],
      ["queued", null, 0],
    ]);
    const ids = query(path, "SELECT probe_id, run_id, iteration FROM probe");
    expect(store.register("x", [...plan].reverse())).toEqual([
      { runId: queued, done: false },
      { runId: failed, done: false },
      { runId: done, done: true },
    ]);
    expect(query(path, counts)).toEqual([[3, 1, 1, 3, 1, 1]]);
    expect(query(path, "SELECT probe_id, run_id, iteration FROM probe")).toEqual(ids);
    expect(query(path, "SELECT status, error, ended_at FROM run WHERE run_id = 2")).toEqual([
      ["queued", null, null],
    ]);
    fill(store, failed);
    expect(query(path, "SELECT attempt FROM run WHERE run_id = 2")).toEqual([[2]]);
    store.close();
  });

  it("lets an unfinished run change its configuration and schedule", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned()]);
    fill(store, run.runId);
    const changed = planned({
      config: { batchSize: 8 },
      configHash: "h2",
      probes: [0, 10, 20],
      estimators: [],
    });
    expect(store.register("x", [changed])).toEqual([run]);
    expect(query(path, "SELECT config, config_hash FROM run")).toEqual([['{"batchSize":8}', "h2"]]);
    expect(query(path, "SELECT iteration FROM probe ORDER BY probe_id")).toEqual([[0], [10], [20]]);
    expect(query(path, counts)).toEqual([[0, 0, 0, 0, 0, 0]]);
    store.close();
  });

  it("refuses to change a finished run, names what differs and writes nothing", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned({ seed: 5 })]);
    store.end(run.runId, "done");
    const changed = planned({
      seed: 5,
      config: { estimator: { kind: "actor-critic", lambda: 0.9 }, batchSize: 16, seed: 5 },
      configHash: "h2",
    });
    expect(() => store.register("x", [planned({ seed: 4 }), changed])).toThrow(
      `${path}: agent a of x was run with another configuration, with seed 5 (estimator.lambda was 0.95, now 0.9; ` +
        "batchSize was 32, now 16), and no mean is over both. Give the study another name, choose another file with " +
        "--db, or let --replace delete what was run so and do anew what the study names.",
    );
    expect(query(path, "SELECT count(*) FROM run")).toEqual([[1]]);
    expect(store.register("another name", [changed])[0]).toEqual({ runId: 2, done: false });
    store.close();
  });

  const configured = (seed: number, changes: object = {}, agent = "a", estimators: object = {}) =>
    planned({
      agent,
      seed,
      config: { objective: { discount: 0.99, ...changes }, agent: { name: agent, ...estimators }, seed },
      configHash: JSON.stringify([changes, estimators, seed]),
    });

  it.each([
    ["done", "done"],
    ["failed", "failed"],
    ["interrupted", "interrupted"],
  ] as const)("refuses other seeds beside a run of another configuration that is %s", (_, status) => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    for (const { runId } of store.register("x", [configured(0), configured(1)])) store.end(runId, status);
    expect(store.register("x", [configured(2)])).toEqual([{ runId: 3, done: false }]); // the same problem
    store.end(3, status);
    for (const plan of [[configured(3, { discount: 0.9 })], [configured(3), configured(4, { horizon: 5 })]])
      expect(() => store.register("x", plan)).toThrow(
        /with seeds 0, 1, 2 \(objective\.(discount|horizon) was/,
      );
    expect(query(path, "SELECT count(*) FROM run")).toEqual([[3]]);
    store.close();
  });

  it("refuses an agent of another problem beside the others, not one that learns otherwise", () => {
    const store = openStore(temporaryFile(), "0.1.0");
    const [{ runId }] = store.register("x", [configured(0)]);
    store.end(runId, "done");
    expect(store.register("x", [configured(0, {}, "b", { batchSize: 9 })])).toEqual([
      { runId: 2, done: false },
    ]);
    expect(() => store.register("x", [configured(0, { discount: 0.9 }, "c")])).toThrow(
      "agent a of x was run with another configuration, with seed 0 (objective.discount was 0.99, now 0.9)",
    );
    store.close();
  });

  it("refuses a sweep that another engine began, whose last bits may be others, and replaces it where asked", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [first, second] = store.register("x", [configured(0), configured(1)]);
    fill(store, first.runId);
    store.end(first.runId, "done");
    store.begin(second.runId, { ...provenance, engine: "0123456789abcdef" });
    store.end(second.runId, "interrupted");
    expect(store.register("x", [configured(0), configured(1)])[1].done).toBe(false); // it starts anew anyway
    store.begin(second.runId, { ...provenance, engine: "0123456789abcdef" });
    store.end(second.runId, "done");
    for (const plan of [[configured(0), configured(1)], [configured(2)]])
      expect(() => store.register("x", plan)).toThrow(
        /with seed 1 \(the rounding of exp, log and sin by the engine .* was "0123456789abcdef", now "/,
      );
    expect(store.register("x", [configured(0), configured(1)], true).map(({ done }) => done)).toEqual([
      true,
      false,
    ]);
    store.close();
  });

  it("replaces runs of another configuration: those of the plan start anew, the others are gone", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    for (const { runId } of store.register("x", [configured(0), configured(1)])) {
      fill(store, runId);
      store.end(runId, "done");
    }
    const [other] = store.register("another", [configured(0)]);
    const now = { discount: 0.9 };
    expect(store.register("x", [configured(1, now), configured(2, now)], true)).toEqual([
      { runId: 2, done: false },
      { runId: 4, done: false },
    ]);
    expect(query(path, "SELECT run_id, seed, status FROM run ORDER BY run_id")).toEqual([
      [2, 1, "queued"],
      [other.runId, 0, "queued"],
      [4, 2, "queued"],
    ]);
    expect(query(path, counts)).toEqual([[0, 0, 0, 3, 0, 0]]);
    for (const runId of [2, 4]) store.end(runId, "done");
    expect(store.register("x", [configured(2, now)], true)).toEqual([{ runId: 4, done: true }]);
    expect(query(path, "SELECT seed FROM run WHERE study_id = 1")).toEqual([[1], [2]]);
    store.close();
  });

  it("refuses a plan that names a run twice, and changes of a finished run", () => {
    const store = openStore(temporaryFile(), "0.1.0");
    expect(() => store.register("x", [planned(), planned()])).toThrow("names agent a, seed 0 twice");
    const [run] = store.register("x", [planned()]);
    store.begin(run.runId, provenance);
    store.heartbeat(run.runId);
    store.end(run.runId, "done");
    expect(() => store.begin(run.runId, provenance)).toThrow(/run 1 is not there, or not in a state/);
    expect(() => store.heartbeat(run.runId)).toThrow(/run 1/);
    expect(() => store.end(9, "done")).toThrow(/run 9/);
    expect(() => store.record(run.runId, { ...cells.probe(truth), iteration: 3 })).toThrow(
      "no probe planned at 3",
    );
    store.close();
  });
});

describe("firstDifference", () => {
  it("finds changed, missing and added values by their path", () => {
    expect(firstDifference({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBeUndefined();
    expect(firstDifference({ b: [1, { c: 2 }] }, { b: [1, { c: 3 }] })).toEqual({
      path: "b.1.c",
      before: 2,
      after: 3,
    });
    expect(firstDifference({ a: 1 }, {})).toEqual({ path: "a", before: 1, after: undefined });
    expect(firstDifference({}, { a: null })).toEqual({ path: "a", before: undefined, after: null });
    expect(firstDifference({ a: [] }, { a: {} })).toEqual({ path: "a", before: [], after: {} });
    expect(firstDifference(1, 2)).toEqual({ path: "", before: 1, after: 2 });
  });
});
