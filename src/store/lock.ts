import { randomInt } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { pid } from "node:process";
import Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";

const PATIENCE = 200; // milliseconds to wait for a rival that is only looking
const ATTEMPTS = 5;

/**
 * Makes this process the only writer of the database at `path` until the returned function is called.
 *
 * The lock is an open write transaction on a tiny second database beside it, `<path>-lock`. The operating
 * system frees it when the process ends, however it ends, so no stale lock can outlive a `kill -9` (as a
 * recorded process id would, or could seem to after its reuse), and readers of the main file never meet it.
 * A leftover `-lock` file means nothing by itself. Its header holds the process id (`application_id`) and a
 * token (`user_version`), which tells whether the file that is locked is still the one at that path: the
 * previous owner deletes it on release.
 *
 * @throws StoreError if another writer lives
 */
export function lockWriter(path: string): () => void {
  const lockPath = `${path}-lock`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const db = new Database(lockPath, { timeout: PATIENCE });
    try {
      const token = randomInt(1, 2 ** 31);
      db.pragma("journal_mode = memory"); // a journal on disk could be taken for one of a successor's file
      db.exec(
        `BEGIN IMMEDIATE; PRAGMA application_id = ${pid}; PRAGMA user_version = ${token}; COMMIT;` +
          "BEGIN IMMEDIATE",
      );
      if (header(lockPath, "user_version") === token) return () => release(db, lockPath, token);
      db.close();
    } catch (error) {
      db.close();
      const code = error instanceof Database.SqliteError ? error.code : "";
      if (code === "SQLITE_READONLY_DBMOVED") continue;
      if (!code.startsWith("SQLITE_BUSY")) throw error;
      const owner = header(lockPath, "application_id");
      throw new StoreError(
        `${path} is being written by another trueslope (process ${owner ?? "unknown"}); ` +
          "wait for it to end, or choose another file with --db.",
        { code: "STORE_BUSY" },
      );
    }
  }
  throw new StoreError(`${path} is being opened by other writers at the same time; try again.`, {
    code: "STORE_BUSY",
  });
}

function release(db: Database.Database, lockPath: string, token: number): void {
  // while still locked, and only if nobody has deleted it: it could be another's
  if (header(lockPath, "user_version") === token) rmSync(lockPath, { force: true });
  db.close();
}

/** A number in the header of the lock file that is now at `lockPath`; undefined if it cannot be read. */
function header(lockPath: string, field: "application_id" | "user_version"): unknown {
  if (!existsSync(lockPath)) return undefined;
  try {
    const db = new Database(lockPath, { readonly: true, fileMustExist: true, timeout: PATIENCE });
    const value = db.pragma(field, { simple: true });
    db.close();
    return value;
  } catch {
    return undefined;
  }
}
