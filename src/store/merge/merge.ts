import { existsSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pid } from "node:process";
import Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { explained, writable } from "../explain.ts";
import { lockWriter } from "../lock.ts";
import { openReader } from "../open.ts";
import { requireFile } from "../place.ts";
import { createSchema } from "../schema.ts";
import { refuseDamaged } from "../verify/verify.ts";
import { copier } from "./merge-rows.ts";
import { chooseRuns, type Source } from "./merge-runs.ts";
import { columnsOf, namesOf, type Table, tablesOf, tablesOfRuns } from "./merge-tables.ts";

export interface MergeOptions {
  /** Written into the new file. */
  readonly packageVersion: string;
  /** Whether a database that is there already is replaced. */
  readonly force?: boolean;
}

/** What became of the runs of one input. */
export interface MergedInput {
  readonly path: string;
  readonly runs: number;
  /** Those that are in the output from here. */
  readonly kept: number;
}

export interface Merged {
  readonly inputs: readonly MergedInput[];
  /** Sentences about what a user might not expect. */
  readonly warnings: readonly string[];
}

/**
 * Puts the runs of several databases into a new one at `output`, in one transaction. A run (study, agent,
 * seed) that is in several is kept once: one that is done before one that is not, else the first. Runs keep
 * their provenance and get new identifiers, in the order in which they first appear; one that an input has as
 * running is interrupted in the output.
 *
 * Which rows are copied, and how, follows from the schema: rows that reference `run`, directly or through
 * others, come with their run; rows of a table that does not (`meta`, `study`) are united, see `Copy`.
 * The inputs are only read, each as it is at one moment.
 *
 * @throws StoreError if an input cannot be read or has another schema version, a run is there with two configurations,
 *   the output is one of the inputs, exists without `force`, is being written or cannot be; nothing is written then
 */
export function mergeDatabases(inputs: readonly string[], output: string, options: MergeOptions): Merged {
  if (inputs.length < 2)
    throw new StoreError(`expected two or more databases to merge; got ${inputs.join(", ")}.`);
  for (const path of [output, ...inputs]) requireFile(path);
  refuseOutput(inputs, output, options.force ?? false);
  const sources: Source[] = [];
  try {
    for (const path of inputs) {
      const db = openReader(path);
      sources.push({ path, db });
      db.exec("BEGIN");
      explained(path, () => refuseDamaged(db, path));
    }
    const { runs, warnings } = chooseRuns(sources);
    const left = writable(output, () => write(sources, runs, output, options.packageVersion));
    return {
      inputs: sources.map((source) => ({
        path: source.path,
        runs: source.db.prepare("SELECT count(*) FROM run").pluck().get() as number,
        kept: runs.filter((run) => run.source === source).length,
      })),
      warnings: [...left, ...warnings],
    };
  } finally {
    for (const { db } of sources) db.close();
  }
}

type Kept = ReturnType<typeof chooseRuns>["runs"];

/** Writes a file beside `output` and gives it that name when it is whole. @returns sentences about what was left out */
function write(sources: readonly Source[], runs: Kept, output: string, packageVersion: string): string[] {
  const file = existsSync(output) ? realpathSync(output) : resolve(output);
  makeFolder(dirname(file));
  const release = lockWriter(file);
  const partial = `${file}.${pid}.partial`;
  try {
    const db = new Database(partial);
    try {
      createSchema(db, packageVersion);
      db.pragma("foreign_keys = on");
      const tables = tablesOf(db);
      const left = sources.flatMap((source) => leftOut(source, db, tables));
      db.transaction(() => fill(db, tables, sources, runs))();
      db.close();
      // a log of the file that was there would be taken for one of the new file
      for (const suffix of ["-journal", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
      renameSync(partial, file);
      return left;
    } finally {
      db.close();
    }
  } finally {
    for (const suffix of ["", "-journal"]) rmSync(partial + suffix, { force: true });
    release();
  }
}

function fill(db: Database.Database, tables: readonly Table[], sources: readonly Source[], runs: Kept): void {
  const ofRuns = tablesOfRuns(tables);
  const [shared, own] = [false, true].map((belongs) =>
    tables.filter(({ name }) => ofRuns.has(name) === belongs),
  );
  const copies = new Map(sources.map((source) => [source, copier(source, db)]));
  for (const copy of copies.values()) for (const table of shared) copy(table, false);
  const run = own.find(({ name }) => name === "run")!;
  for (const { source, runId } of runs) copies.get(source)!(run, true, runId);
  for (const copy of copies.values()) for (const table of own) if (table !== run) copy(table, true);
  // as when a writer opens the file; nobody runs these here
  db.exec("UPDATE run SET status = 'interrupted', ended_at = heartbeat WHERE status = 'running'");
  const registered = db.prepare("UPDATE study SET created_at = min(created_at, ?) WHERE name = ?");
  for (const { db: source } of sources)
    for (const row of source.prepare<[], string[]>("SELECT created_at, name FROM study").raw().iterate())
      registered.run(row);
}

/**
 * @returns sentences about tables and views of an input that are not trueslope's
 * @throws StoreError if one that is has other columns
 */
function leftOut({ path, db }: Source, target: Database.Database, tables: readonly Table[]): string[] {
  for (const { name, columns } of tables)
    if (columnsOf(db, name).join() !== columns.join())
      throw new StoreError(
        `the table ${name} of ${path} has other columns than in this trueslope, under the same schema version.`,
      );
  return (["table", "view"] as const).flatMap((kind) => {
    const known = namesOf(target, kind);
    return namesOf(db, kind)
      .filter((name) => !known.includes(name))
      .map((name) => `${path}: the ${kind} ${name} is not trueslope's; it was not copied.`);
  });
}

function refuseOutput(inputs: readonly string[], output: string, force: boolean): void {
  if (!existsSync(output)) return;
  if (statSync(output).isDirectory()) throw new StoreError(`${output} is a folder, not a database.`);
  if (inputs.some((path) => existsSync(path) && realpathSync(path) === realpathSync(output)))
    throw new StoreError(`${output} is one of the databases to merge; choose another file with -o.`);
  if (!force)
    throw new StoreError(`${output} exists; choose another file with -o, or replace it with --force.`);
}
