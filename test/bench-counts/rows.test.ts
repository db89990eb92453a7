import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { environments } from "../../envs/index.ts";
import { type EstimatesEvent, runStudyOn } from "../../src/index.ts";
import { Store } from "../../src/store/writer.ts";
import { valueIn } from "../cli/study.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs probes of three estimators with vectors of 64; returns the database and the rows of every transaction. */
const recorded = async () => {
  const record = vi.spyOn(Store.prototype, "record");
  const db = join(temporaryFolder(), "rows.db");
  const failures = await runStudyOn(
    environments["frozen-lake"].create({ map: "4x4", slippery: true }),
    {
      name: "rows",
      objective: { discount: 0.99, horizon: 20 },
      policy: { kind: "softmax" },
      agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 2, iterations: 300 }],
      probe: {
        every: 100,
        batchSizes: [1, 2],
        replicates: 500,
        estimators: [
          { name: "total", kind: "reinforce", return: "total" },
          { name: "mean", kind: "reinforce", baseline: { kind: "constant", value: 0.1 } },
        ],
      },
      seeds: [0],
    },
    { db },
  );
  expect(failures).toEqual([]);
  const transactions = record.mock.calls.map(([, events]) =>
    ("type" in events ? [events] : events).reduce(
      (rows, event) => rows + (event.type === "estimates" ? (event as EstimatesEvent).replicates : 1),
      0,
    ),
  );
  return { db, transactions };
};

const ROWS = 4 * 2 * 3 * 500; // probes, batch sizes, estimators, replicates

test("rows are written a thousand or more to a transaction, and an estimate takes its vector and little more", async () => {
  const { db, transactions } = await recorded();
  expect(valueIn(db, "SELECT count(*) FROM estimate")).toBe(ROWS);
  expect(transactions.reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(ROWS);
  expect(ROWS / transactions.length).toBeGreaterThan(1000);
  // 512 bytes of vector, twelve other columns and an entry of the index; pages of 16 KiB are not all full
  expect(statSync(db).size / ROWS).toBeLessThan(720);
  expect(statSync(db).size / ROWS).toBeGreaterThan(512);
});
