import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { stringify } from "yaml";

/** A small study, and what of it is to be different. */
export const study = (changes: Record<string, unknown> = {}) => ({
  name: "small",
  environment: { kind: "frozen-lake", map: "4x4", slippery: true },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "softmax" },
  agents: [
    {
      name: "reinforce",
      estimator: { kind: "reinforce" },
      optimizer: { kind: "sgd", learningRate: 0.5 },
      batchSize: 8,
      iterations: 4,
    },
    {
      name: "actor-critic",
      estimator: { kind: "actor-critic", advantage: "gae", lambda: 0.9, critic: { kind: "td" } },
      optimizer: { kind: "adam", learningRate: 0.1 },
      batchSize: 8,
      iterations: 4,
    },
  ],
  probe: {
    every: 2,
    batchSizes: [1, 4],
    replicates: 20,
    estimators: [{ name: "total", kind: "reinforce", return: "total" }],
  },
  seeds: "0..2",
  ...changes,
});

/** Writes a study to a file. */
export const writeStudy = (folder: string, content: unknown, name = "small.yaml"): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : stringify(content));
  return path;
};

const TABLES = {
  study: "study_id, name",
  run: "run_id, study_id, agent, seed, environment, config, config_hash, status, error",
  estimator: "*",
  iteration: "*",
  final_state: "*",
  probe: "*",
  truth: "*",
  estimate: "*",
};

/** A digest of each table's rows, of all columns that do not depend on when, where and by whom they were written. */
export const rowsOf = (path: string): Record<string, string> => {
  const db = new Database(path, { readonly: true });
  const digests = Object.entries(TABLES).map(([table, columns]) => {
    const keys = db
      .prepare(`SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`)
      .pluck()
      .all(table);
    const hash = createHash("sha256");
    let count = 0;
    for (const row of db
      .prepare(`SELECT ${columns} FROM ${table} ORDER BY ${keys.join(", ")}`)
      .raw()
      .iterate()) {
      for (const value of row as unknown[]) hash.update(value instanceof Uint8Array ? value : `${value};`);
      count++;
    }
    return [table, `${count} rows, ${hash.digest("hex")}`];
  });
  db.close();
  return Object.fromEntries(digests);
};

/** One value of a database. */
export const valueIn = (path: string, sql: string): unknown => {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().get();
  } finally {
    db.close();
  }
};
