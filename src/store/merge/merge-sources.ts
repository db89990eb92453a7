import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { explained } from "../explain.ts";
import { openReader } from "../open.ts";
import { createSchema } from "../schema.ts";
import { refuseDamaged } from "../verify/verify.ts";
import { type FoundRun, runsOf } from "./merge-runs.ts";
import { columnsOf, namesOf } from "./merge-tables.ts";

/** A database to merge. Between two readings of it nothing is open. */
export interface Source {
  readonly path: string;
  readonly runs: readonly FoundRun[];
  /** Sentences about its tables and views that are not trueslope's. */
  readonly leftOut: readonly string[];
  /**
   * Attaches it to a connection as `source`, while `use` runs in one transaction.
   *
   * @param copy a file to copy it to first, where it has a log, which a connection that may write would move into it
   * @throws StoreError if its runs are not what they were
   */
  attached(db: Database.Database, copy: string, use: () => void): void;
}

/** Milliseconds to wait for a writer that only closes the file. */
const PATIENCE = 200;

/** KiB of pages in memory: each is read once. */
const CACHE = 512;

/**
 * Gives a function that reads what is in databases.
 *
 * @returns it throws StoreError if one cannot be read, is damaged, or has another schema
 */
export const sourceReader = (): ((path: string) => Source) => {
  const model = new Database(":memory:");
  createSchema(model, "");
  const columns = new Map(namesOf(model, "table").map((name) => [name, columnsOf(model, name).join()]));
  const known = new Set([...columns.keys(), ...namesOf(model, "view")]);
  model.close();

  return (path) => {
    const db = openReader(path, PATIENCE);
    try {
      db.exec("BEGIN");
      explained(path, () => refuseDamaged(db, path));
      for (const [name, own] of columns)
        if (columnsOf(db, name).join() !== own)
          throw new StoreError(
            `the table ${name} of ${path} has other columns than in this trueslope, under the same schema version.`,
          );
      const leftOut = (["table", "view"] as const).flatMap((kind) =>
        namesOf(db, kind)
          .filter((name) => !known.has(name))
          .map((name) => `${path}: the ${kind} ${name} is not trueslope's; it was not copied.`),
      );
      const runs = runsOf(db, path);
      return { path, runs, leftOut, attached: (to, copy, use) => attach(to, path, runs, copy, use) };
    } finally {
      db.close();
    }
  };
};

const attach = (
  db: Database.Database,
  path: string,
  runs: readonly FoundRun[],
  copy: string,
  use: () => void,
): void => {
  const copied = hasLog(path);
  try {
    if (copied) copyWhole(path, copy);
    db.prepare("ATTACH ? AS source").run(copied ? copy : resolve(path));
    try {
      db.pragma(`source.cache_size = -${CACHE}`);
      db.transaction(() => {
        if (stateIn(db) !== stateOf(runs))
          throw new StoreError(`${path} was changed while it was merged; try again.`, { code: "STORE_BUSY" });
        use();
      })();
    } finally {
      db.exec("DETACH source");
    }
  } finally {
    if (copied) rmSync(copy, { force: true });
  }
};

/** What may change in a file between two readings, as far as it matters which runs are kept. */
const stateOf = (runs: readonly Pick<FoundRun, "runId" | "status" | "hash">[]): string =>
  JSON.stringify(runs.map(({ runId, status, hash }) => [runId, status, hash]));

const stateIn = (db: Database.Database): string =>
  stateOf(
    db
      .prepare<[], Pick<FoundRun, "runId" | "status" | "hash">>(
        "SELECT run_id AS runId, status, config_hash AS hash FROM source.run ORDER BY run_id",
      )
      .all(),
  );

/** Whether a file is in WAL mode, by its header: being written, or left so by a writer that was killed. */
const hasLog = (path: string): boolean => {
  const header = Buffer.alloc(20);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header[18] === 2;
};

const copyWhole = (path: string, copy: string): void => {
  rmSync(copy, { force: true });
  const db = openReader(path, PATIENCE);
  try {
    explained(path, () => db.prepare("VACUUM INTO ?").run(copy));
  } finally {
    db.close();
  }
};
