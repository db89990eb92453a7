import { existsSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";
import { makeFolder } from "../files/make-folder.ts";
import { explain, explained } from "./explain.ts";
import { registerFunctions } from "./functions.ts";
import { lockWriter } from "./lock.ts";
import {
  markWriter,
  placeOf,
  refuseLinks,
  refuseOtherName,
  refuseOtherWriter,
  requireExisting,
  requireFile,
} from "./place.ts";
import { checkSchema, createSchema, isEmpty } from "./schema.ts";
import { Store } from "./writer.ts";

const BUSY_TIMEOUT = 5000; // milliseconds to wait for a reader that holds the file
const CHECKPOINT = 500; // pages of 16 KiB in the log before they move into the file: a short log is overwritten in memory

const CACHE = 4000; // KiB of pages in memory: rows are appended, so a larger cache is filled and never read

/**
 * Opens the database at `path` for writing and creates it, with its folder, if it is not there. The caller is
 * its only writer until `close()`. Runs that a killed process left as running become interrupted.
 *
 * @param packageVersion written into a new file
 * @param exclusive whether nobody reads the file meanwhile: then no memory is shared with readers, which file systems of
 *   a network do not have
 * @throws StoreError if it is not a database of this schema version, cannot be written, or has another writer;
 *   a file that was not there before is not there afterwards either
 */
export function openStore(path: string, packageVersion: string, exclusive = false): Store {
  requireFolder(path);
  refuseLinks(path);
  const file = placeOf(path); // a link leads to the same lock
  const release = explained(path, () => lockWriter(file));
  const existed = existsSync(file);
  let db: Database.Database | undefined;
  try {
    refuseOtherWriter(path);
    db = new Database(file, { timeout: BUSY_TIMEOUT });
    if (isEmpty(db)) createSchema(db, packageVersion);
    else checkSchema(db, path);
    markWriter(db, file); // into the file itself, so before there is a log
    if (exclusive) db.pragma("locking_mode = exclusive"); // before there is a log
    db.pragma("journal_mode = wal");
    db.pragma("synchronous = normal");
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT}`);
    db.pragma(`cache_size = -${CACHE}`);
    db.pragma("foreign_keys = on");
    db.exec("UPDATE run SET status = 'interrupted', ended_at = heartbeat WHERE status = 'running'");
    return new Store(db, path, packageVersion, release);
  } catch (error) {
    db?.close();
    if (!existed)
      for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    release();
    throw explain(error, path);
  }
}

/**
 * Opens the database at `path` read-only, with the SQL functions of `registerFunctions`. Works beside a live
 * writer and never blocks it.
 *
 * @param patience milliseconds to wait for a writer that holds the file
 * @throws StoreError if the file is missing, cannot be read, or is not a database of this schema version
 */
export function openReader(path: string, patience = BUSY_TIMEOUT): Database.Database {
  requireExisting(path);
  return explained(path, () => {
    const db = new Database(resolve(path), { readonly: true, fileMustExist: true, timeout: patience });
    try {
      checkSchema(db, path);
      refuseOtherName(db, path);
      registerFunctions(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function requireFolder(path: string): void {
  requireFile(path);
  try {
    makeFolder(dirname(resolve(path)));
  } catch (error) {
    throw new StoreError(`${path} cannot be created: ${(error as Error).message}.`, { cause: error });
  }
}
