import Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import { columnsOf } from "../merge/merge-tables.ts";
import { createSchema } from "../schema.ts";

/**
 * Gives a database the tables and views of schema.sql and views.sql, to the letter: tables whose definition differs are
 * made anew and keep their rows and the indexes and triggers of others. Tables and views that are not trueslope's stay.
 * To be called in a transaction, with `foreign_keys` off and `legacy_alter_table` on.
 *
 * @throws StoreError if a table that is made anew has a column that is not in schema.sql: nothing is lost in silence
 */
export function reshape(db: Database.Database): void {
  const model = new Database(":memory:");
  try {
    createSchema(model, "");
    const views = definitions(model, "view");
    for (const { name } of views) db.exec(`DROP VIEW IF EXISTS "${name}"`);
    const present = new Map(definitions(db, "table").map(({ name, sql }) => [name, sql]));
    for (const { name, sql } of definitions(model, "table")) {
      if (!present.has(name)) db.exec(sql);
      else if (present.get(name) !== sql) remake(db, name, sql);
    }
    for (const { sql } of views) db.exec(sql);
  } finally {
    model.close();
  }
}

function remake(db: Database.Database, name: string, sql: string): void {
  const others = db
    .prepare<[string], string>(
      "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
    )
    .pluck()
    .all(name);
  const columns = columnsOf(db, name);
  db.exec(`ALTER TABLE "${name}" RENAME TO "before ${name}"`);
  db.exec(sql);
  const known = columnsOf(db, name);
  const lost = columns.filter((column) => !known.includes(column));
  if (lost.length > 0)
    throw new StoreError(
      `${lost.join(", ")} of ${name} is not trueslope's, and would be lost; drop it first.`,
    );
  const list = columns.map((column) => `"${column}"`).join(", ");
  db.exec(`INSERT INTO "${name}" (${list}) SELECT ${list} FROM "before ${name}" ORDER BY rowid`);
  db.exec(`DROP TABLE "before ${name}"`);
  for (const other of others) db.exec(other);
}

const definitions = (db: Database.Database, kind: "table" | "view") =>
  db
    .prepare<[string], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    )
    .all(kind);
