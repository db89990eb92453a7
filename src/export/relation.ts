import { suggestion } from "../errors/did-you-mean.ts";
import { StoreError } from "../errors/store-error.ts";
import type { openReader } from "../store/open.ts";

/** A database that is open for reading. */
export type Reader = ReturnType<typeof openReader>;

/** What the values of a column are, NULL aside; a `vector` is a BLOB of little-endian float64. */
export type ColumnType = "integer" | "real" | "text" | "vector";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A table or a view. */
export interface Relation {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** One value per column, as SQLite holds it: integers as bigint, so that none is rounded, and BLOBs as bytes. */
export type Row = readonly (bigint | number | string | Uint8Array | null)[];

/**
 * The tables and views of a database: those that are named, each once, in that order; all of them if none is.
 *
 * @throws StoreError if a name is none of them
 */
export const relationsOf = (db: Reader, path: string, names: readonly string[]): Relation[] => {
  const listed = db
    .prepare<[], { name: string; strict: number }>(
      `SELECT s.name, l.strict FROM sqlite_schema AS s JOIN pragma_table_list(s.name) AS l ON l.schema = 'main'
        WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid`,
    )
    .all();
  const strict = new Map(listed.map(({ name, strict }) => [name, strict === 1]));
  for (const name of names)
    if (!strict.has(name))
      throw new StoreError(
        `${path} has no table or view ${name}${suggestion(name, strict.keys()) || `; it has ${[...strict.keys()].join(", ")}`}`,
      );
  return [...new Set(names.length > 0 ? names : strict.keys())].map((name) => ({
    name,
    columns: columnsOf(db, name, strict.get(name) === true),
  }));
};

/** The rows of a table or view, one at a time. */
export const rowsOf = (db: Reader, { name }: Relation): IterableIterator<Row> =>
  db
    .prepare<[], Row>(`SELECT * FROM ${quoted(name)}`)
    .raw()
    .safeIntegers()
    .iterate();

/** A name of a table or column as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Declared types of STRICT tables. */
const DECLARED: Readonly<Record<string, ColumnType>> = {
  INT: "integer",
  INTEGER: "integer",
  REAL: "real",
  TEXT: "text",
  BLOB: "vector",
};

/** Types by rank: a column of integers and reals is real, a column with any text is text. */
const RANKED: readonly ColumnType[] = ["integer", "real", "vector", "text"];

/**
 * Columns of a STRICT table have the types that they are declared with. The declaration of a view's column is
 * missing for an expression and that of the first part for a UNION, so there the values decide; the declaration
 * (else real) counts where all of them are NULL.
 */
const columnsOf = (db: Reader, name: string, strict: boolean): Column[] => {
  const declared = db
    .prepare(`SELECT * FROM ${quoted(name)}`)
    .columns()
    .map(({ name, type }) => ({ name, type: DECLARED[(type ?? "").toUpperCase()] }));
  const known = strict && declared.every(({ type }) => type !== undefined);
  const ranks = known ? [] : ranksOf(db, name, declared);
  return declared.map(({ name, type }, i) => ({ name, type: RANKED[ranks[i] ?? -1] ?? type ?? "real" }));
};

/** For each column, the rank of the highest type among its values; null if all are NULL. */
const ranksOf = (db: Reader, name: string, columns: readonly { name: string }[]): (number | null)[] => {
  const highest = columns.map(
    (column) =>
      `max(CASE typeof(${quoted(column.name)}) WHEN 'integer' THEN 0 WHEN 'real' THEN 1 WHEN 'blob' THEN 2 WHEN 'text' THEN 3 END)`,
  );
  const [ranks] = db
    .prepare<[], (number | null)[]>(`SELECT ${highest.join(", ")} FROM ${quoted(name)}`)
    .raw()
    .all();
  return ranks;
};
