import type Database from "better-sqlite3";
import { openReader } from "./open.ts";
import { queryRows } from "./query.ts";

/** A value of SQLite in a row of a query; vectors are asked for as JSON, by `vec_json`. */
export type Row = Readonly<Record<string, string | number | null>>;

/** The rows of a query. @throws QueryError with SQLite's reason */
export type Query = (sql: string) => readonly Row[];

/** Asks an open database. */
export const queryOf =
  (db: Database.Database): Query =>
  (sql) =>
    queryRows(db, sql) as readonly Row[];

/** Views that many queries read and that take a pass over all cells each. */
const COSTLY = ["estimator_summary", "estimator_over_seeds", "batch_for_alignment"];

/**
 * Lets `use` query one state of the database at `path`, whatever a writer does meanwhile: everything happens in
 * one read transaction, which does not block a writer that is at work (one that opens a file at rest waits). The costly views are computed once, into temporary tables of the same
 * names, which hide them: the same query gives the same numbers, faster.
 *
 * @throws StoreError as `openReader` does
 */
export const readSnapshot = <T>(path: string, use: (query: Query) => T): T => {
  const db = openReader(path);
  try {
    db.pragma("temp_store = memory");
    db.exec("BEGIN");
    for (const view of COSTLY) db.exec(`CREATE TEMP TABLE ${view} AS SELECT * FROM main.${view}`);
    return use(queryOf(db));
  } finally {
    db.close();
  }
};
