import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EstimatesEvent } from "../../src/probe/cell.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { fromBlob } from "../../src/store/vectors.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned, provenance } from "./cells.ts";

const truth = [1, 0.5, -2];
type Row = Record<string, unknown>;

const unknownParts = {
  trajectoryVariance: null,
  actionVariance: null,
  stateVariance: null,
  stepCovariance: null,
  cosine: Number.NaN,
  method: "enumeration",
} as const;

describe("store", () => {
  it("returns what was recorded, row by row", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned()]);
    store.begin(run.runId, provenance);
    const gradients = [...cells.vectors(3, 3), [Number.NaN, 1, Number.NEGATIVE_INFINITY]];
    const event = cells.estimates(gradients, truth);
    store.record(run.runId, cells.probe(truth));
    store.record(run.runId, [cells.moments(), cells.moments({ estimator: "b", ...unknownParts })]);
    store.record(run.runId, event);
    store.end(run.runId, "done");
    store.close();

    const db = openReader(path);
    expect(db.prepare("SELECT * FROM run").get()).toMatchObject({
      ...{ run_id: 1, study_id: 1, agent: "a", seed: 0, environment: "corridor", config_hash: "h1" },
      config: JSON.stringify(planned().config),
      ...{ status: "done", attempt: 1, git_commit: "0123abc", git_dirty: 1, package_version: "0.1.0" },
      ...{ node_version: "v20.0.0", host: "test", pid: 42, error: null },
      started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      ended_at: expect.stringMatching(/Z$/),
    });
    expect(db.prepare("SELECT * FROM estimator").all()).toEqual([
      {
        ...{
          run_id: 1,
          batch_law: "unknown",
          estimator: "to-go",
          kind: "reinforce",
          state_weight: "discounted",
          unbiased: 1,
        },
        config: '{"return":"to-go"}',
      },
    ]);
    const probes = db.prepare<[], Row>("SELECT * FROM probe").all();
    expect(
      probes.map(({ iteration, theta }) => [iteration, theta && [...fromBlob(theta as Buffer)]]),
    ).toEqual([
      [0, [0, 0.125, 0.25]],
      [50, null],
    ]);
    const truthRow = db.prepare<[], Row>("SELECT * FROM truth").get()!;
    expect(truthRow).toMatchObject({
      probe_id: 1,
      discount: 0.99,
      horizon: 100,
      method: "exact",
      value: 0.5,
    });
    expect([...fromBlob(truthRow.gradient as Buffer)]).toEqual(truth);
    const known = {
      ...{ probe_id: 1, batch_size: 8, bias_norm: 0.25, mean_norm: 2, total_variance: 0.5 },
      ...{ rounding: 1e-12, turned_by: 0, scaled_by: 1.25 },
    };
    expect(db.prepare("SELECT * FROM exact_moments ORDER BY estimator").all()).toEqual([
      {
        ...{ ...known, estimator: "b", method: "enumeration", cosine: null },
        ...{ trajectory_variance: null, action_variance: null, state_variance: null, step_covariance: null },
        parallel_variance: 0.125,
      },
      {
        ...{ ...known, estimator: "to-go", method: "recursion", cosine: 1 },
        ...{
          trajectory_variance: 0.125,
          action_variance: 0.25,
          state_variance: 0.25,
          step_covariance: -0.125,
        },
        parallel_variance: 0.125,
      },
    ]);
    const rows = db.prepare<[], Row>("SELECT * FROM estimate ORDER BY replicate").all();
    expect(
      rows.map(({ gradient, ...row }) => ({ ...row, gradient: [...fromBlob(gradient as Buffer)] })),
    ).toEqual(gradients.map((gradient, i) => ({ ...expectedRow(event, i), gradient })));
    expect(db.prepare("SELECT DISTINCT typeof(env_steps), typeof(finite) FROM estimate").raw().all()).toEqual(
      [["integer", "integer"]],
    );
    db.close();
  });

  it("hides every statistic of a non-finite estimate, even one that the event gives", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned()]);
    const event = { ...cells.estimates([[1, 2, 3]], truth), finite: Uint8Array.of(0) };
    store.record(run.runId, event);
    store.close();
    const db = openReader(path);
    const columns = "norm, dot_truth, cosine, squared_error, squared_deviation, direction_deviation";
    expect(db.prepare(`SELECT ${columns} FROM estimate`).raw().get()).toEqual(Array(6).fill(null));
    db.close();
  });

  it("is read while it is written, and each event shows as a whole", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [planned()]);
    const readers = [openReader(path), openReader(path)];
    const count = (i: number) => readers[i].prepare("SELECT count(*) FROM estimate").pluck().get();
    store.record(run.runId, cells.estimates(cells.vectors(5, 3), truth, "one"));
    expect([count(0), count(1)]).toEqual([5, 5]);
    const rows = readers[0].prepare("SELECT replicate FROM estimate").iterate();
    rows.next();
    store.record(run.runId, cells.estimates(cells.vectors(5, 3), truth, "two"));
    expect([...rows]).toHaveLength(4);
    expect([count(0), count(1)]).toEqual([10, 10]);
    store.close();
    expect(count(0)).toBe(10);
    for (const reader of readers) reader.close();
  });

  it("is one plain file after closing, and closing again does nothing", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    expect(existsSync(`${path}-wal`)).toBe(true);
    store.close();
    store.close();
    for (const suffix of ["-wal", "-shm", "-journal", "-lock"]) expect(existsSync(path + suffix)).toBe(false);
    const db = openReader(path);
    expect(db.pragma("journal_mode", { simple: true })).toBe("delete");
    expect(() => db.prepare("DELETE FROM meta").run()).toThrow("readonly");
    db.close();
  });
});

function expectedRow(event: EstimatesEvent, i: number): Row {
  const value = (column: Float64Array) => (event.finite[i] === 1 ? column[i] : null);
  return {
    probe_id: 1,
    estimator: event.estimator,
    batch_size: event.batchSize,
    replicate: i,
    env_steps: event.envSteps[i],
    norm: value(event.norm),
    dot_truth: value(event.dotTruth),
    cosine: value(event.cosine),
    squared_error: value(event.squaredError),
    squared_deviation: value(event.squaredDeviation),
    direction_deviation: value(event.directionDeviation),
    finite: event.finite[i],
  };
}
