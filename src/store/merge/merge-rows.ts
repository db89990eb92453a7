import type Database from "better-sqlite3";
import { explain } from "../explain.ts";
import type { Source } from "./merge-runs.ts";
import { quoted, type Table } from "./merge-tables.ts";

type Value = bigint | number | string | Uint8Array | null;

/**
 * Copies the rows of a table from one database into another that has the same tables, under new identifiers.
 *
 * Rows that belong to runs are copied if those that they reference were: to be called with the tables in the order
 * of `tablesOf`. Of rows that belong to none, each is there once: one that the target has already, by a UNIQUE
 * constraint or, without one, by all columns, is left as it is there, and takes the references.
 *
 * @param only if given, the identifier of the one row to copy
 */
export type Copy = (table: Table, ofRuns: boolean, only?: bigint) => void;

export function copier(source: Source, target: Database.Database): Copy {
  const renumbered = new Map<string, Map<bigint, bigint>>(); // by table: old identifiers to new ones

  return (table, ofRuns, only) => {
    const { id, origins } = table;
    const columns = table.columns.filter((column) => column !== id);
    const places = columns.map((column) => origins.get(column));
    const find = ofRuns ? () => undefined : finder(target, table, columns);
    const insert = target.prepare<[Value[]]>(
      `INSERT INTO ${quoted(table.name)} (${columns.map(quoted)}) VALUES (${columns.map(() => "?")})`,
    );
    const numbers = renumbered.get(table.name) ?? new Map<bigint, bigint>();
    renumbered.set(table.name, numbers);

    for (const [old, ...row] of rowsOf(source, table, columns, only)) {
      const values = row.map((value, j) => {
        const origin = places[j];
        return origin === undefined || value === null ? value : renumbered.get(origin)?.get(value as bigint);
      });
      if (!isWhole(values)) continue;
      const number = find(values) ?? BigInt(insert.run(values).lastInsertRowid);
      if (id) numbers.set(old as bigint, number);
    }
  };
}

/** Rows in the order of their identifiers, or as they are stored; the identifier, else NULL, comes first. */
function* rowsOf(
  { path, db }: Source,
  { name, id }: Table,
  columns: readonly string[],
  only: bigint | undefined,
): Generator<Value[]> {
  const select = `SELECT ${[id ? quoted(id) : "NULL", ...columns.map(quoted)]} FROM ${quoted(name)}`;
  const part = only === undefined ? "" : `WHERE ${quoted(id!)} = ?`;
  const order = id ? `ORDER BY ${quoted(id)}` : "";
  const statement = db.prepare<bigint[], Value[]>(`${select} ${part} ${order}`).raw().safeIntegers();
  try {
    yield* statement.iterate(...(only === undefined ? [] : [only]));
  } catch (error) {
    throw explain(error, path); // of this file, not of the one that is written
  }
}

const isWhole = (values: readonly (Value | undefined)[]): values is Value[] => !values.includes(undefined);

/** Finds the row of `target` that has the same values in the columns of a key; its identifier, or any number. */
function finder(
  target: Database.Database,
  { name, id, keys }: Table,
  columns: readonly string[],
): (values: readonly Value[]) => bigint | undefined {
  const searches = (keys.length > 0 ? keys : [columns]).map((key) => {
    const same = key.map((column) => `${quoted(column)} IS ?`).join(" AND ");
    const select = target.prepare<[Value[]], bigint>(
      `SELECT ${id ? quoted(id) : "0"} FROM ${quoted(name)} WHERE ${same}`,
    );
    const places = key.map((column) => columns.indexOf(column));
    select.pluck().safeIntegers();
    return (values: readonly Value[]) => select.get(places.map((j) => values[j]));
  });
  return (values) => {
    for (const search of searches) {
      const found = search(values);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
