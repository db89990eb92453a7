import { expect, it } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { planned, provenance } from "./cells.ts";
import { closed, query } from "./databases.ts";

const RUNS = "SELECT run_id, seed, status, digest FROM run ORDER BY run_id";
const ESTIMATES =
  "SELECT seed, replicate, gradient FROM estimate JOIN probe USING (probe_id) JOIN run USING (run_id) ORDER BY 1, 2";

it("a run that was made elsewhere takes the place of a registered one, with all of its rows", () => {
  const path = temporaryFile();
  const store = openStore(path, "0");
  const runs = store.register(
    "x",
    [0, 1].map((seed) => planned({ seed })),
  );
  store.begin(runs[1].runId, provenance); // and left some rows before it was interrupted
  store.record(runs[1].runId, [cells.probe([9, 9, 9]), cells.estimates(cells.vectors(3, 5), [1, 0, 2])]);
  const elsewhere = [1, 0].map((seed) => closed({ run: { seed } }));
  expect(store.adopt(runs[1].runId, elsewhere[0])).toEqual({ status: "done", error: null });
  store.adopt(runs[0].runId, elsewhere[1]);
  store.close();
  const all = (sql: string) => elsewhere.toReversed().flatMap((each) => query(each, sql));
  expect(query(path, RUNS)).toEqual(all(RUNS).map(([, ...rest], i) => [i + 1, ...rest]));
  expect(query(path, ESTIMATES)).toEqual(all(ESTIMATES));
  expect(query(path, "PRAGMA foreign_key_check")).toEqual([]);
});

it("one that failed tells why", () => {
  const store = openStore(temporaryFile(), "0");
  const [{ runId }] = store.register("x", [planned({ seed: 0 })]);
  const failed = closed({ run: { seed: 0 }, end: "failed", error: "it overflowed" });
  expect(store.adopt(runId, failed)).toEqual({ status: "failed", error: "it overflowed" });
  store.close();
});

it("a file with another run, or with others, is refused, and changes nothing", () => {
  const path = temporaryFile();
  const store = openStore(path, "0");
  const [{ runId }] = store.register("x", [planned({ seed: 0 })]);
  for (const other of [closed({ run: { seed: 0, configHash: "another" } }), closed({}, { run: { seed: 4 } })])
    expect(() => store.adopt(runId, other)).toThrow(`${other} is not of the run that was asked for.`);
  store.close();
  expect(query(path, "SELECT seed, status FROM run")).toEqual([[0, "queued"]]);
});
