import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { addSteps, runDigester } from "../digest.ts";
import { openReader } from "../open.ts";
import { createSchema } from "../schema.ts";
import { fromBlob } from "../vectors.ts";
import { cellVerifier } from "./verify-cells.ts";

/** One thing that was looked at, and what is wrong with it. */
export interface Verified {
  readonly what: string;
  readonly faults: readonly string[];
}

/**
 * Holds a database against itself: SQLite's integrity check, foreign keys, the views of this version, and of each run
 * its configuration against its hash, its rows against the digest that was stored when it was done, and every figure of
 * its estimates, computed anew from the vectors. Not covered: who ran it and when, and of a reference its counts.
 *
 * @throws StoreError as `openReader` does
 */
export function* verifyDatabase(path: string): Generator<Verified> {
  const db = openReader(path);
  try {
    db.exec("BEGIN");
    const integrity = db.pragma("integrity_check(10)") as { integrity_check: string }[];
    const sound = integrity.map((row) => row.integrity_check).filter((line) => line !== "ok");
    yield { what: "integrity of the file", faults: sound };
    if (sound.length > 0) return; // what follows would read from what is damaged
    const broken = db.pragma("foreign_key_check") as { table: string; parent: string }[];
    const orphans = broken.map(({ table, parent }) => `a row of ${table} without its ${parent}`);
    yield { what: "foreign keys", faults: [...new Set(orphans)] };
    yield { what: "tables and views", faults: changedSchema(db) };
    yield { what: "references", faults: changedReferences(db) };
    const runs = db.prepare<[], RunRow>(RUNS).all();
    const verify = runVerifier(db);
    for (const run of runs)
      yield { what: `${run.study}, agent ${run.agent}, seed ${run.seed}`, faults: verify(run) };
  } finally {
    db.close();
  }
}

/** @throws StoreError if SQLite finds the file damaged, by the checks that take one pass */
export function refuseDamaged(db: Database.Database, path: string): void {
  const [{ quick_check: found }] = db.pragma("quick_check(1)") as { quick_check: string }[];
  if (found !== "ok")
    throw new StoreError(`${path} is damaged (${found.split("\n").at(-1)}); restore it from a copy.`, {
      code: "STORE_DAMAGED",
    });
}

interface RunRow {
  readonly run_id: number;
  readonly study: string;
  readonly agent: string;
  readonly seed: number;
  readonly config: string;
  readonly config_hash: string;
  readonly digest: string | null;
  readonly status: string;
}

const RUNS = `
  SELECT run_id, x.name AS study, agent, seed, config, config_hash, digest, status
  FROM run JOIN study AS x USING (study_id) ORDER BY run_id`;

const runVerifier = (db: Database.Database): ((run: RunRow) => string[]) => {
  const digest = runDigester(db);
  const cells = cellVerifier(db);
  const probes = db.prepare<[number], { probe_id: number; iteration: number }>(
    "SELECT probe_id, iteration FROM probe WHERE run_id = ? ORDER BY iteration",
  );
  const steps = db
    .prepare<[number], number>(
      "SELECT env_steps FROM estimate JOIN probe USING (probe_id) WHERE run_id = ? ORDER BY estimate.rowid",
    )
    .pluck();
  return (run) => {
    const faults: string[] = [];
    if (createHash("sha256").update(run.config).digest("hex") !== run.config_hash)
      faults.push("its configuration is not what was hashed");
    if (run.digest !== null && run.status === "done") {
      let crc = 0;
      const one = new Float64Array(1);
      for (const count of steps.iterate(run.run_id)) {
        one[0] = count;
        crc = addSteps(one, crc);
      }
      if (digest(run.run_id, crc) !== run.digest) faults.push("its rows are not those of when it was done");
    }
    for (const { probe_id: probe, iteration } of probes.all(run.run_id))
      faults.push(...cells(probe).map((fault) => `iteration ${iteration}: ${fault}`));
    return faults;
  };
};

/** Views by their text, tables by their columns; what a user has added is left alone. */
const changedSchema = (db: Database.Database): string[] => {
  const fresh = new Database(":memory:");
  try {
    createSchema(fresh, "");
    const views = "SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY name";
    const columns =
      "SELECT m.name || '.' || c.name AS name, c.type || c.\"notnull\" AS sql FROM sqlite_schema AS m " +
      "JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'";
    return [views, columns].flatMap((query) => {
      const there = new Map(
        db
          .prepare<[], Named>(query)
          .all()
          .map(({ name, sql }) => [name, sql]),
      );
      const expected = fresh.prepare<[], Named>(query).all();
      return expected.flatMap(({ name, sql }) =>
        there.get(name) === sql ? [] : [`${name} is not that of this version; see trueslope migrate`],
      );
    });
  } finally {
    fresh.close();
  }
};

interface Named {
  readonly name: string;
  readonly sql: string;
}

/** References against the truths that they are, and their averages against their parts. */
const changedReferences = (db: Database.Database): string[] => {
  const faults = db
    .prepare<[], string>(
      `SELECT reference_hash FROM truth AS t JOIN reference AS r USING (reference_hash)
        WHERE t.gradient <> r.gradient OR t.value <> r.value OR t.standard_error <> r.standard_error`,
    )
    .pluck()
    .all()
    .map((hash) => `${hash.slice(0, 8)} is not the truth that it became`);
  const rows = db.prepare<[], { reference_hash: string; gradient: Buffer; parts: Buffer }>(
    "SELECT reference_hash, gradient, parts FROM reference",
  );
  for (const { reference_hash: hash, gradient, parts } of rows.iterate())
    if (!isAverage(fromBlob(gradient), fromBlob(parts)))
      faults.push(`${hash.slice(0, 8)} is not the mean of its parts`);
  return faults;
};

const isAverage = (mean: Float64Array, parts: Float64Array): boolean => {
  const count = parts.length / mean.length;
  return mean.every((x, j) => {
    let [sum, size] = [0, 0];
    for (let k = 0; k < count; k++) {
      sum += parts[k * mean.length + j] / count;
      size += Math.abs(parts[k * mean.length + j]) / count;
    }
    return Math.abs(sum - x) <= 1e-9 * size;
  });
};
