import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { pid } from "node:process";
import Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { writable } from "../explain.ts";
import { lockWriter } from "../lock.ts";
import { markWriter, requireFile } from "../place.ts";
import { createSchema } from "../schema.ts";
import { mergeInputs } from "./merge-inputs.ts";
import { rowCopier } from "./merge-rows.ts";
import { chooseRuns, type FoundRun } from "./merge-runs.ts";
import { type Source, sourceReader } from "./merge-sources.ts";
import { tablesOf, tablesOfRuns } from "./merge-tables.ts";
import { unfinished, unfinishedText } from "./unfinished.ts";

export interface MergeOptions {
  /** Written into the new file. */
  readonly packageVersion: string;
  /** Whether a database that is there already is replaced. */
  readonly force?: boolean;
  /** Whether it is written although runs are missing or not done. */
  readonly partial?: boolean;
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

/** KiB of pages in memory: rows are appended. */
const CACHE = 16_000;

/**
 * Puts the runs of several databases into a new one at `output`. A run (study, agent, seed) that is in several is kept
 * once: one that is done before one that is not, else the first. Runs keep their provenance and get new identifiers, in the
 * order in which they first appear, of shards in that of their plan; one that an input has as running is interrupted in
 * the output.
 *
 * Which rows are copied, and how, follows from the schema: rows that reference `run`, directly or through
 * others, come with their run; rows of a table that does not (`meta`, `study`, `reference`) are united, see `rowCopier`.
 * The inputs are only read, one after the other, so that memory does not grow with their number.
 *
 * @param inputs databases, two or more, or folders of shards: these are added to a database at `output`, unless `force`
 * @throws StoreError if an input cannot be read or has another schema version, a run is there with two configurations,
 *   the output is one of the inputs, exists without `force`, is being written or cannot be, and, with code
 *   STORE_UNFINISHED, if shards or runs are not there or not done, without `partial`; nothing is written then
 */
export function mergeDatabases(inputs: readonly string[], output: string, options: MergeOptions): Merged {
  requireFile(output);
  const { force = false, partial = false } = options;
  const { paths, inFolders, missing } = mergeInputs(inputs, output, !force);
  refuseOutput(
    paths.filter((path) => path !== output || inFolders.size === 0),
    output,
    force || paths[0] === output,
  );
  const read = sourceReader();
  const sources: Source[] = [];
  const busy: string[] = [];
  for (const path of paths)
    try {
      sources.push(read(path));
    } catch (error) {
      if (!(inFolders.has(path) && error instanceof StoreError && error.code === "STORE_BUSY")) throw error;
      busy.push(path);
    }
  const { runs, warnings } = chooseRuns(sources.map((source) => source.runs));
  const left = unfinished(runs, missing, busy);
  if (left.length > 0 && !partial) throw new StoreError(unfinishedText(left), { code: "STORE_UNFINISHED" });
  writable(output, () => write(sources, runs, output, options.packageVersion));
  return {
    inputs: sources.map(({ path, runs: found }) => ({
      path,
      runs: found.length,
      kept: runs.filter((run) => run.path === path).length,
    })),
    warnings: [...left, ...sources.flatMap((source) => source.leftOut), ...warnings],
  };
}

/** Writes a file beside `output` and gives it that name when it is whole. */
function write(
  sources: readonly Source[],
  runs: readonly FoundRun[],
  output: string,
  packageVersion: string,
): void {
  const file = existsSync(output) ? realpathSync(output) : resolve(output);
  makeFolder(dirname(file));
  const release = lockWriter(file);
  const partial = `${file}.${pid}.partial`;
  try {
    const db = new Database(partial);
    try {
      createSchema(db, packageVersion);
      fill(db, sources, runs, `${partial}-source`);
    } finally {
      db.close();
    }
    flush(partial);
    // a log of the file that was there would be taken for one of the new file
    for (const suffix of ["-journal", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    renameSync(partial, file);
  } finally {
    for (const suffix of ["", "-journal"]) rmSync(partial + suffix, { force: true });
    release();
  }
}

/** @param copy where a source that has a log is copied to, while it is read */
function fill(
  db: Database.Database,
  sources: readonly Source[],
  runs: readonly FoundRun[],
  copy: string,
): void {
  // a file that is not whole is thrown away, whatever is in it
  for (const pragma of ["journal_mode = off", "synchronous = off", "temp_store = memory"]) db.pragma(pragma);
  db.pragma(`cache_size = -${CACHE}`);
  db.pragma("foreign_keys = off"); // of what is copied every reference is looked up
  const tables = tablesOf(db);
  const copyRows = rowCopier(db, tables, tablesOfRuns(tables));
  const numbers = new Map<FoundRun, number>(runs.map((run, i) => [run, i + 1]));
  for (const source of sources) {
    const kept = source.runs.flatMap((run): [number, number][] => {
      const number = numbers.get(run);
      return number === undefined ? [] : [[run.runId, number]];
    });
    source.attached(db, copy, () => {
      copyRows(kept);
      db.exec(REGISTERED);
    });
  }
  // as when a writer opens the file; nobody runs these here
  db.exec("UPDATE run SET status = 'interrupted', ended_at = heartbeat WHERE status = 'running'");
  markWriter(db, null);
}

/** A study is registered when the first of its files was. */
const REGISTERED = `UPDATE main.study AS m SET created_at = min(m.created_at, s.created_at)
  FROM source.study AS s WHERE s.name = m.name`;

const flush = (path: string): void => {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

function refuseOutput(inputs: readonly string[], output: string, replaced: boolean): void {
  if (!existsSync(output)) return;
  if (statSync(output).isDirectory()) throw new StoreError(`${output} is a folder, not a database.`);
  if (inputs.some((path) => existsSync(path) && realpathSync(path) === realpathSync(output)))
    throw new StoreError(`${output} is one of the databases to merge; choose another file with -o.`);
  if (!replaced)
    throw new StoreError(`${output} exists; choose another file with -o, or replace it with --force.`);
}
