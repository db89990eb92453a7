import type Database from "better-sqlite3";
import { QueryError } from "../errors/query-error.ts";
import { queryFailure } from "./query-failure.ts";

/** The rows of one query, by column. @throws QueryError with SQLite's reason, and the nearest name */
export const queryRows = (db: Database.Database, query: string): Record<string, unknown>[] => {
  try {
    const statement = db.prepare(query);
    if (!statement.reader) throw new QueryError("expected a query that returns rows, such as SELECT …");
    return statement.all() as Record<string, unknown>[];
  } catch (error) {
    throw queryFailure(db, query, error);
  }
};
