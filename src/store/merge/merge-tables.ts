import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";

/** A table, as far as copying its rows under new identifiers needs to know it. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** The column that identifies a row by a number without meaning: INTEGER PRIMARY KEY, and no reference. */
  readonly id: string | undefined;
  /** For columns that hold such a number: the table that gave it, at the end of the chain of foreign keys. */
  readonly origins: ReadonlyMap<string, string>;
  /** Tables that its foreign keys name. */
  readonly parents: readonly string[];
  /** The columns of each UNIQUE constraint or primary key that has a meaning. */
  readonly keys: readonly (readonly string[])[];
}

/**
 * The tables of a database, each after those that it references.
 *
 * @throws StoreError if references go in a circle
 */
export function tablesOf(db: Database.Database): Table[] {
  const waiting = new Map(namesOf(db, "table").map((name) => [name, parentsOf(db, name)]));
  const ordered: Table[] = [];
  while (waiting.size > 0) {
    const next = [...waiting].find(([, parents]) => !parents.some((parent) => waiting.has(parent)));
    if (!next)
      throw new StoreError(
        `the foreign keys of ${[...waiting.keys()].join(", ")} go in a circle; they cannot be copied.`,
      );
    const [name, parents] = next;
    waiting.delete(name);
    ordered.push(describe(db, name, parents));
  }
  return ordered;
}

/** The tables whose rows belong to a run: those that reference `run`, and those that reference one of them. */
export function tablesOfRuns(tables: readonly Table[]): Set<string> {
  const belonging = new Set(["run"]);
  for (const { name, parents } of tables)
    if (parents.some((parent) => belonging.has(parent))) belonging.add(name);
  return belonging;
}

/** The names of all tables or of all views, as they were created. */
export function namesOf(db: Database.Database, kind: "table" | "view"): string[] {
  return db
    .prepare<[string], string>(
      "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    )
    .pluck()
    .all(kind);
}

/** The columns that can be written, in their order. */
export function columnsOf(db: Database.Database, table: string): string[] {
  return db
    .prepare<[string], string>("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid")
    .pluck()
    .all(table);
}

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function describe(db: Database.Database, name: string, parents: readonly string[]): Table {
  const columns = columnsOf(db, name);
  const origins = new Map<string, string>();
  for (const column of columns) {
    const origin = originOf(db, name, column);
    if (origin !== undefined && origin !== name) origins.set(column, origin);
  }
  const id = columns.find((column) => originOf(db, name, column) === name);
  return { name, columns, id, origins, parents, keys: keysOf(db, name) };
}

/** The tables that the foreign keys of a table name. */
function parentsOf(db: Database.Database, table: string): string[] {
  return db
    .prepare<[string], string>('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)')
    .pluck()
    .all(table);
}

/** The table that gives the numbers in a column; undefined if they mean what they say. */
function originOf(db: Database.Database, table: string, column: string): string | undefined {
  const reference = db
    .prepare<[string, string], { table: string; to: string | null; seq: number }>(
      'SELECT "table", "to", seq FROM pragma_foreign_key_list(?) WHERE "from" = ?',
    )
    .get(table, column);
  const primary = primaryKey(db, reference?.table ?? table);
  // a reference that names no column is to the primary key
  if (reference) return originOf(db, reference.table, reference.to ?? primary[reference.seq].name);
  return primary.length === 1 && primary[0].name === column && primary[0].type === "INTEGER"
    ? table
    : undefined;
}

function primaryKey(db: Database.Database, table: string): { name: string; type: string }[] {
  return db
    .prepare<[string], { name: string; type: string }>(
      "SELECT name, upper(type) AS type FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
    )
    .all(table);
}

function keysOf(db: Database.Database, table: string): string[][] {
  const indexes = db
    .prepare<[string], string>('SELECT name FROM pragma_index_list(?) WHERE "unique" AND NOT partial')
    .pluck()
    .all(table);
  const columns = db
    .prepare<[string], string>("SELECT name FROM pragma_index_info(?) ORDER BY seqno")
    .pluck();
  return indexes.map((index) => columns.all(index));
}
