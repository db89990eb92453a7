import type Database from "better-sqlite3";
import { nearest } from "../errors/did-you-mean.ts";
import { QueryError } from "../errors/query-error.ts";

const MISSING = /^no such (column|table|function): (?:"(.+?)" - should .*|(.+))$/;

/** Names of version 1, and what they are now. */
const RENAMED: Readonly<Record<string, string>> = {
  own_target: "estimand",
  experiment: "study",
  experiment_id: "study_id",
};

const MAX_NAMES = 40;

/** Why SQLite refuses a query; of a column, table or function that is not there also which one is nearest. */
export const queryFailure = (db: Database.Database, sql: string, error: unknown): QueryError => {
  if (error instanceof QueryError) return error;
  const { message } = error as Error;
  const [, what, quoted, plain] = MISSING.exec(message) ?? [];
  const name = (quoted ?? plain ?? "").replace(/^.*\./, "");
  const hint = what === undefined ? "" : hintAt(name, choices[what](db, sql));
  return new QueryError(`the query failed: ${message}${hint}`, { cause: error });
};

const hintAt = (name: string, { names, where }: Choices): string => {
  const near = names.find((each) => each === RENAMED[name]) ?? nearest(name, names);
  if (near !== undefined) return `; did you mean ${near}?`;
  return where === undefined || names.length > MAX_NAMES ? "" : `; ${where} ${names.join(", ")}`;
};

interface Choices {
  readonly names: readonly string[];
  /** What they are, if all are worth being listed. */
  readonly where?: string;
}

const choices: Readonly<Record<string, (db: Database.Database, sql: string) => Choices>> = {
  table: (db) => ({ names: relationsOf(db), where: "there are" }),
  column(db, sql) {
    const words = new Set(sql.toLowerCase().match(/\w+/g));
    const named = relationsOf(db).filter((relation) => words.has(relation.toLowerCase()));
    const columns = db.prepare<[string], string>("SELECT name FROM pragma_table_info(?)").pluck();
    const names = [...new Set(named.flatMap((relation) => columns.all(relation)))];
    return named.length === 1 ? { names, where: `${named[0]} has` } : { names };
  },
  function: (db) => ({
    names: db.prepare<[], string>("SELECT DISTINCT name FROM pragma_function_list").pluck().all(),
  }),
};

const relationsOf = (db: Database.Database): string[] =>
  db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid")
    .pluck()
    .all();
