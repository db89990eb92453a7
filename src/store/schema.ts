import { readFileSync } from "node:fs";
import type Database from "better-sqlite3";
import { StoreError } from "../errors/store-error.ts";

/** Version of the tables and views. Raise it with every released change of schema.sql or views.sql; see migrations.ts. */
export const SCHEMA_VERSION = 2;

/** The first version that `trueslope migrate` knows. */
export const OLDEST_VERSION = 1;

/** Marks a SQLite file as trueslope's, in its header: the bytes "TruS". */
export const APPLICATION_ID = 0x54727553;

const PAGE_SIZE = 16384; // bytes; about 25 estimates of 64 coordinates

/** Whether a file has no content yet (a new file, or one of zero bytes). */
export function isEmpty(db: Database.Database): boolean {
  return db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0 && applicationId(db) === 0;
}

/** Creates tables and views in an empty database, in one transaction. */
export function createSchema(db: Database.Database, packageVersion: string): void {
  const [tables, views] = ["./schema.sql", "./views.sql"].map((name) =>
    readFileSync(new URL(name, import.meta.url), "utf8"),
  );
  db.pragma(`page_size = ${PAGE_SIZE}`);
  db.transaction(() => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec(`${tables}${views}`);
    const insert = db.prepare("INSERT INTO meta (key, value) VALUES (?, ?)");
    insert.run("schema_version", String(SCHEMA_VERSION));
    insert.run("created_at", now());
    insert.run("package_version", packageVersion);
  })();
}

/** The schema version of a database. @throws StoreError if it is empty or not one of trueslope's */
export function schemaVersion(db: Database.Database, path: string): number {
  if (isEmpty(db)) throw new StoreError(`${path} is empty; fill it with: trueslope run <study> --db ${path}`);
  if (applicationId(db) !== APPLICATION_ID)
    throw new StoreError(`${path} is a SQLite database, but not one of trueslope's; choose another file.`);
  return Number(meta(db, "schema_version"));
}

/** @throws StoreError unless the database is one of trueslope's, with the schema version of this package */
export function checkSchema(db: Database.Database, path: string): void {
  const version = schemaVersion(db, path);
  if (version === SCHEMA_VERSION) return;
  if (isMigratable(version))
    throw new StoreError(
      `${path} has schema version ${version}; \`trueslope migrate ${path}\` brings it to ${SCHEMA_VERSION}.`,
    );
  const advice =
    version > SCHEMA_VERSION
      ? "update trueslope to read it"
      : `read it with the version that wrote it (npx trueslope@${meta(db, "package_version")})`;
  throw new StoreError(
    `${path} has schema version ${version}, but this trueslope needs version ${SCHEMA_VERSION}: ` +
      `${advice}, or choose another file with --db.`,
  );
}

/** Whether a file of that version can be brought to the present one. */
export const isMigratable = (version: number): boolean =>
  version >= OLDEST_VERSION && version < SCHEMA_VERSION;

/** The time, UTC, ISO 8601 with milliseconds. */
export function now(): string {
  return new Date().toISOString();
}

function meta(db: Database.Database, key: string): unknown {
  return db.prepare("SELECT value FROM meta WHERE key = ?").pluck().get(key);
}

function applicationId(db: Database.Database): unknown {
  return db.pragma("application_id", { simple: true });
}
