import { chmodSync, renameSync, rmSync, statSync } from "node:fs";
import { pid } from "node:process";
import Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { writable } from "../explain.ts";
import { registerFunctions } from "../functions.ts";
import { lockWriter } from "../lock.ts";
import { markWriter, placeOf, refuseLinks, refuseOtherWriter, requireExisting } from "../place.ts";
import { checkSchema, isMigratable, SCHEMA_VERSION, schemaVersion } from "../schema.ts";
import { migrations } from "./migrations.ts";
import { reshape } from "./reshape.ts";

const PATIENCE = 200; // milliseconds to wait for others who are in the file

/** Schema versions of a file before and after. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings the database at `path` to the present schema version. Everything is done to a copy beside it, which takes its
 * name when it is whole: whatever goes wrong, the file is as it was. Needs room for three of it.
 *
 * @param packageVersion written into the file
 * @returns equal versions if there was nothing to do; the file was not touched then
 * @throws StoreError if it is not trueslope's or of an unknown version, is being written, is held in WAL mode by another
 *   program, or the disk fails
 */
export function migrateDatabase(path: string, packageVersion: string): Migrated {
  requireExisting(path);
  return writable(path, () => {
    const file = placeOf(path);
    const versionNow = opened(file, { readonly: true }, (db) => migratableVersion(db, path));
    if (versionNow === SCHEMA_VERSION) return { from: versionNow, to: SCHEMA_VERSION };
    refuseLinks(path); // the other names would go on to be those of the old file
    const release = lockWriter(file);
    const partial = `${file}.${pid}.partial`;
    try {
      refuseOtherWriter(path);
      const from = opened(file, {}, (db) => {
        const version = migratableVersion(db, path);
        if (version === SCHEMA_VERSION) return version; // by another process, meanwhile
        db.pragma("journal_mode = delete"); // moves the log into the file; refused while another is in it
        db.exec("BEGIN IMMEDIATE"); // nobody writes until the copy is made
        opened(file, { readonly: true }, (source) => source.prepare("VACUUM INTO ?").run(partial));
        opened(partial, {}, (copy) => upgrade(copy, version, packageVersion));
        return version;
      });
      if (from < SCHEMA_VERSION) {
        chmodSync(partial, statSync(file).mode);
        renameSync(partial, file);
      }
      return { from, to: SCHEMA_VERSION };
    } finally {
      for (const suffix of ["", "-journal"]) rmSync(partial + suffix, { force: true });
      release();
    }
  });
}

/** @throws StoreError if the version is neither the present one nor one that can be brought to it */
function migratableVersion(db: Database.Database, path: string): number {
  const version = schemaVersion(db, path);
  if (!isMigratable(version)) checkSchema(db, path);
  return version;
}

function upgrade(db: Database.Database, from: number, packageVersion: string): void {
  registerFunctions(db);
  db.pragma("foreign_keys = off");
  db.pragma("legacy_alter_table = on"); // what references a table that is renamed goes on to name it
  db.transaction(() => {
    const steps = migrations.filter((migration) => migration.from >= from);
    for (const { sql, compute } of steps) {
      db.exec(sql);
      compute?.(db);
    }
    reshape(db);
    for (const { complete } of steps) complete?.(db);
    const write = db.prepare("UPDATE meta SET value = ? WHERE key = ?");
    write.run(String(SCHEMA_VERSION), "schema_version");
    write.run(packageVersion, "package_version");
    markWriter(db, null);
    const [broken] = db.pragma("foreign_key_check") as { table: string; parent: string }[];
    if (broken)
      throw new StoreError(`rows of ${broken.table} refer to rows of ${broken.parent} that are not there.`);
  })();
  db.exec("VACUUM");
}

function opened<T>(file: string, options: Database.Options, use: (db: Database.Database) => T): T {
  const db = new Database(file, { ...options, fileMustExist: true, timeout: PATIENCE });
  try {
    return use(db);
  } finally {
    db.close();
  }
}
