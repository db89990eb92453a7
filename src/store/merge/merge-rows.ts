import type Database from "better-sqlite3";
import { quoted, type Table } from "./merge-tables.ts";

/** A kept run: its identifier in a source, and the one that it gets. */
export type Renumbered = readonly [before: number, after: number];

/**
 * Gives a function that copies rows from the database that is attached as `source` into the main one, which has the same
 * tables, in SQL alone: rows of `runs` and of what belongs to them come under new identifiers; of rows that belong to no run
 * one that the target has already, by a UNIQUE constraint, is left as it is there, and takes the references.
 *
 * @param tables as `tablesOf` gives them, each after those that it references
 * @param ofRuns names of those that belong to runs
 */
export function rowCopier(
  db: Database.Database,
  tables: readonly Table[],
  ofRuns: ReadonlySet<string>,
): (runs: readonly Renumbered[]) => void {
  const numbered = tables.filter(({ id }) => id !== undefined);
  for (const { name } of numbered)
    db.exec(`CREATE TEMP TABLE ${numbersOf(name)} (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)`);
  const number = db.prepare(`INSERT INTO ${numbersOf("run")} VALUES (?, ?)`);
  return (runs) => {
    for (const { name } of numbered) db.exec(`DELETE FROM ${numbersOf(name)}`);
    for (const run of runs) number.run(run);
    for (const table of tables) {
      const statements = ofRuns.has(table.name) ? copyOwn(table) : copyShared(table);
      for (const sql of statements) db.exec(sql);
    }
  };
}

/** The temporary table of a table's identifiers, in the source and in the target. */
const numbersOf = (table: string): string => `temp.${quoted(`new ${table}`)}`;

/** Rows whose references were copied, or are NULL, in their order. */
const copyOwn = (table: Table): string[] => {
  const { name, id } = table;
  const { from, columns, values } = selected(table);
  const target = `main.${quoted(name)}`;
  if (id === undefined) return [`INSERT INTO ${target} (${columns}) SELECT ${values} FROM ${from}`];
  const last = `(SELECT ifnull(max(${quoted(id)}), 0) FROM ${target})`;
  const order = `ORDER BY t.${quoted(id)}`;
  const renumber =
    `INSERT INTO ${numbersOf(name)} ` +
    `SELECT t.${quoted(id)}, ${last} + row_number() OVER (${order}) FROM ${from}`;
  const copy =
    `INSERT INTO ${target} (${[quoted(id), ...columns]}) ` +
    `SELECT n.new, ${values} FROM ${from.replace(" WHERE ", ` JOIN ${numbersOf(name)} AS n ON n.old = t.${quoted(id)} WHERE `)} ${order}`;
  return name === "run" ? [copy] : [renumber, copy]; // those of runs are given
};

const copyShared = (table: Table): string[] => {
  const { name, id, keys } = table;
  const { from, columns, values } = selected(table);
  const target = `main.${quoted(name)}`;
  const order = id === undefined ? "" : `ORDER BY t.${quoted(id)}`;
  const copy = `INSERT INTO ${target} (${columns}) SELECT ${values} FROM ${from} ${order} ON CONFLICT DO NOTHING`;
  if (id === undefined) return [copy];
  const same = keys[0].map((column) => `m.${quoted(column)} = t.${quoted(column)}`).join(" AND ");
  const found = `source.${quoted(name)} AS t JOIN ${target} AS m ON ${same}`;
  return [copy, `INSERT INTO ${numbersOf(name)} SELECT t.${quoted(id)}, m.${quoted(id)} FROM ${found}`];
};

/** The rows of a table, `t`, and what its columns but the identifier are in the target. */
const selected = ({ name, id, columns, origins }: Table) => {
  const own = columns.filter((column) => column !== id);
  const references = own.flatMap((column) => {
    const origin = origins.get(column);
    return origin === undefined ? [] : [{ column: quoted(column), origin, as: quoted(`of ${column}`) }];
  });
  // outer joins, so that the rows of the table come in their order, and each finds what it references
  const joins = references.map(
    ({ column, origin, as }) => ` LEFT JOIN ${numbersOf(origin)} AS ${as} ON ${as}.old = t.${column}`,
  );
  const whole = references.map(({ column, as }) => ` AND (t.${column} IS NULL OR ${as}.new IS NOT NULL)`);
  return {
    from: `source.${quoted(name)} AS t${joins.join("")} WHERE true${whole.join("")}`,
    columns: own.map(quoted),
    values: own.map((column) =>
      origins.has(column) ? `${quoted(`of ${column}`)}.new` : `t.${quoted(column)}`,
    ),
  };
};
