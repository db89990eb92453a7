import Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";

type StoreCode = StoreError["code"];

/** What SQLite's result codes mean to a user; the first entry that the code begins with counts. */
const reasons: readonly (readonly [code: string, reason: string, family?: StoreCode])[] = [
  ["SQLITE_NOTADB", "is not a SQLite database"],
  ["SQLITE_CORRUPT", "is damaged; restore it from a copy, or choose another file with --db", "STORE_DAMAGED"],
  ["SQLITE_FULL", "cannot grow, the disk is full; rows committed so far are intact", "STORE_FULL"],
  ["SQLITE_IOERR", "cannot be read or written, the disk reports an error; rows committed so far are intact"],
  ["SQLITE_BUSY", "is locked by another program; close it there and try again", "STORE_BUSY"],
  [
    "SQLITE_READONLY_ROLLBACK",
    "was left in the midst of a change by a writer that was killed; run its study again, which takes that back",
  ],
  ["SQLITE_READONLY", "cannot be written, the file or its folder is read-only"],
  ["SQLITE_PERM", "cannot be opened, the permission is missing"],
  ["SQLITE_CANTOPEN", "cannot be opened, the file or its folder is missing, read-only or not accessible"],
];

/** @returns the error as a `StoreError` about `path` if it comes from the file; any other error as it is. */
export function explain(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const known = reasons.find(([code]) => error.code.startsWith(code));
  if (known === undefined) return error;
  const [, reason, code] = known;
  return new StoreError(`${path} ${reason} (${error.code}).`, { cause: error, ...(code && { code }) });
}

/** Runs `action`; a fault of the file at `path` surfaces as a `StoreError`. */
export function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw explain(error, path);
  }
}

/** Runs `action`; a fault of the file at `path`, or of its folder, surfaces as a `StoreError`. */
export function writable<T>(path: string, action: () => T): T {
  try {
    return explained(path, action);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new StoreError(`${path} cannot be written: ${error.message}.`, { cause: error });
  }
}
