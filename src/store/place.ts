import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";

/**
 * The key of `meta` that holds the name under which a file is being written. A file can have several names (a hard
 * link, a bind mount), and each would get a lock and a log of its own; the file itself is one.
 */
const WRITER = "writer";

/** @throws StoreError if `path` is what SQLite takes for something else than a file of that name, or a folder */
export function requireFile(path: string): void {
  if (path === "" || path === ":memory:" || /^file:/i.test(path))
    throw new StoreError(
      `"${path}" names no file: a database is a file that others can read; expected a path, such as results/study.db.`,
    );
  if (existsSync(path) && statSync(path).isDirectory())
    throw new StoreError(`${path} is a folder, not a database.`);
}

/** @throws StoreError if there is no file at `path` */
export function requireExisting(path: string): void {
  requireFile(path);
  if (!existsSync(path)) throw new StoreError(`${path} does not exist.`);
}

/** Where a path leads, links followed. */
export const placeOf = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

/** Device and inode of the file that is now at `path`: equal for two names of one file. undefined if none is found. */
export function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** @throws StoreError if the file has further names: a log of changes lies beside each, and two of them damage it */
export function refuseLinks(path: string): void {
  const names = statSync(path, { throwIfNoEntry: false })?.nlink ?? 1;
  if (names > 1)
    throw new StoreError(
      `${path} has ${names} names (hard links), and to write under two of them would damage it; copy it to a file of ` +
        "its own (cp), or remove the others.",
    );
}

/** @throws StoreError if the file at `path` is being written under another name, or was when its writer was killed */
export function refuseOtherName(db: Database.Database, path: string): void {
  const [file, writer] = [placeOf(path), writerOf(db)];
  if (writer === undefined || writer === file || identityOf(writer) !== identityOf(file)) return;
  throw new StoreError(
    `${path} is also called ${writer}, and is being written under that name, or was when its writer was killed; ` +
      "use that name.",
    { code: "STORE_BUSY" },
  );
}

/**
 * The same before anything is written, also where the other name cannot be seen from here: another has the file open,
 * and no log lies beside it. A file that was moved after its writer was killed is taken as it is.
 */
export function refuseOtherWriter(path: string): void {
  const file = placeOf(path);
  if (identityOf(file) === undefined || statSync(file).size === 0) return;
  const holds = (suffix: string) => (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const log = holds("-wal");
  // a writer that was killed before there was a log left a journal: whoever may write rolls it back, nobody else can
  const db = new Database(file, { readonly: !holds("-journal"), fileMustExist: true, timeout: 0 });
  let writer: string | undefined;
  try {
    refuseOtherName(db, path);
    writer = writerOf(db);
  } finally {
    db.close();
  }
  if (writer === undefined || writer === file || log || isAlone(file)) return;
  throw new StoreError(
    `${path} is being written under another name, ${writer}; wait for the writer to end, or choose another file.`,
    { code: "STORE_BUSY" },
  );
}

/** Writes into the file itself under which name it is written, or that it is no more. */
export function markWriter(db: Database.Database, file: string | null): void {
  if (file === null) db.prepare("DELETE FROM meta WHERE key = ?").run(WRITER);
  else db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(WRITER, file);
}

/** Whether no other connection has the file open, under whatever name: the system's locks are those of the file. */
function isAlone(file: string): boolean {
  const db = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma("locking_mode = exclusive");
    db.exec("BEGIN EXCLUSIVE; ROLLBACK");
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
    throw error;
  } finally {
    db.close();
  }
}

function writerOf(db: Database.Database): string | undefined {
  const tables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'").pluck();
  if (tables.get() === 0) return undefined;
  return db.prepare<[string], string>("SELECT value FROM meta WHERE key = ?").pluck().get(WRITER);
}
