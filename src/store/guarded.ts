import { QueryError } from "../errors/query-error.ts";
import { openReader } from "./open.ts";
import { queryFailure } from "./query-failure.ts";

/** A value of an answer; of a BLOB its bytes. */
export type Value = string | number | null | Uint8Array;

/** The first rows of a query; values in the order of the columns, whose names may be the same. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Whether there are more rows than the limits allow. */
  readonly more: boolean;
}

/** How much of an answer is read. */
export interface AnswerLimits {
  readonly rows: number;
  /** Of all values together; the row that exceeds it is left out. */
  readonly bytes: number;
}

const READING = new Set(["SELECT", "WITH", "VALUES", "EXPLAIN"]);

/** Spaces and comments, and then the first word. */
const FIRST_WORD = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))*([a-z]*)/i;

/**
 * The answer to a query that nobody has looked at before. It cannot change anything: the connection is read-only, and
 * what reaches beyond the database (VACUUM INTO writes a file, ATTACH reads another) is not let through. It
 * may still run for ever or ask for all memory: only the end of its process helps against that.
 *
 * @throws QueryError if it is not a single SELECT, WITH, VALUES or EXPLAIN, or SQLite refuses it
 * @throws StoreError as `openReader` does
 */
export const guardedAnswer = (path: string, sql: string, limits: AnswerLimits): Answer => {
  const word = firstWord(sql);
  if (!READING.has(word))
    throw new QueryError(
      `only a single query that reads is answered: SELECT, WITH … SELECT, VALUES or EXPLAIN${word && `; got ${word}`}`,
    );
  const db = openReader(path);
  try {
    for (const setting of ["query_only = on", "trusted_schema = off", "temp_store = memory"])
      db.pragma(setting);
    const statement = db.prepare(sql);
    if (!statement.reader || !statement.readonly)
      throw new QueryError("only a query that reads is answered; this one writes");
    const columns = statement.columns().map(({ name }) => name);
    return { columns, ...firstRows(statement.safeIntegers().raw().iterate(), limits) };
  } catch (error) {
    throw queryFailure(db, sql, error);
  } finally {
    db.close();
  }
};

/** In capitals; empty if the query does not begin with one. */
export const firstWord = (sql: string): string => FIRST_WORD.exec(sql)?.[1].toUpperCase() ?? "";

const firstRows = (
  found: Iterable<unknown>,
  { rows: most, bytes }: AnswerLimits,
): Omit<Answer, "columns"> => {
  const rows: Value[][] = [];
  let left = bytes;
  for (const each of found) {
    const row = (each as unknown[]).map(portable);
    left -= row.reduce<number>((sum, value) => sum + sizeOf(value), 0);
    if (rows.length === most || left < 0) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
};

/** Whole numbers that JavaScript cannot hold, and infinities, which JSON cannot, become text. */
const portable = (value: unknown): Value => {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : (value as Value);
};

const sizeOf = (value: Value): number =>
  typeof value === "string" || value instanceof Uint8Array ? value.length + 8 : 8;
