import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { EvaluationEvent } from "../../../src/run/events.ts";
import { openStore } from "../../../src/store/open.ts";
import { temporaryFile } from "../../suite/temporary-folder.ts";
import { planned, provenance } from "../cells.ts";

/** Makes the last start of all runs so many seconds earlier. */
const shift = (path: string, seconds: number): void => {
  const db = new Database(path);
  db.prepare("UPDATE run SET started_at = strftime('%Y-%m-%dT%H:%M:%fZ', started_at, ? || ' seconds')").run(
    -seconds,
  );
  db.close();
};

const only = (path: string, sql: string): Record<string, number> => {
  const db = new Database(path, { readonly: true });
  const row = db.prepare<[], Record<string, number>>(sql).get();
  db.close();
  return row ?? {};
};

const evaluation = (iteration: number): EvaluationEvent => ({
  ...{ type: "evaluation" as const, iteration, envSteps: 9, episodes: 1, deterministic: false },
  ...{ mean: 1, deviation: null, min: 1, max: 1, length: 1 },
});

const checkpoint = (iteration: number) =>
  ({ type: "checkpoint", iteration, state: `{"i":${iteration}}` }) as const;

test("the time of a start counts up to the checkpoint from which the next one goes on, and its rows stay", () => {
  const path = temporaryFile();
  const start = () => {
    const store = openStore(path, "0.1.0");
    const [{ runId, from }] = store.register("x", [planned()]);
    store.begin(runId, provenance);
    return { store, runId, from };
  };
  for (const [i, before] of [undefined, 10, 20].entries()) {
    const { store, runId, from } = start();
    expect(from).toBe(before);
    if (before !== undefined) expect(store.checkpoint(runId)).toBe(`{"i":${before}}`);
    shift(path, 60);
    store.record(runId, [evaluation(10 * (i + 1)), checkpoint(10 * (i + 1))]);
    shift(path, 30); // work that is lost
    store.record(runId, evaluation(10 * (i + 1) + 5));
    store.end(runId, "interrupted");
    store.close();
    const { seconds } = only(path, "SELECT seconds FROM checkpoint");
    expect(seconds / (60 * (i + 1))).toBeCloseTo(1, 1);
  }
  const { store, runId } = start();
  store.end(runId, "done");
  store.close();
  expect(only(path, "SELECT count(*) AS n FROM checkpoint").n).toBe(0);
  expect(only(path, "SELECT group_concat(iteration) AS kept FROM evaluation").kept).toBe("10,20,30");
  expect(only(path, "SELECT earlier_seconds AS s FROM run").s / 180).toBeCloseTo(1, 1);
  expect(only(path, "SELECT seconds AS s FROM run_speed").s / 180).toBeCloseTo(1, 1);
});

test("a draft of a reference is found again by the same version, and by no other", () => {
  const path = temporaryFile();
  const store = openStore(path, "0.1.0");
  expect(store.drafts.find("hash")).toBe(undefined);
  store.drafts.keep("hash", "one");
  store.drafts.keep("hash", "two");
  expect(store.drafts.find("hash")).toBe("two");
  store.close();
  const other = openStore(path, "0.2.0");
  expect(other.drafts.find("hash")).toBe(undefined);
  other.close();
});
