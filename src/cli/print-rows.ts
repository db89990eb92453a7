import { readFileSync } from "node:fs";
import { UsageError } from "../errors/usage-error.ts";
import { formatRows, type RowFormat } from "../report/rows.ts";
import { openReader } from "../store/open.ts";
import { queryRows } from "../store/query.ts";
import { print, printExact } from "./print.ts";
import { tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface SqlArguments {
  db: string;
  query?: string;
  file?: string;
  format: RowFormat;
}

/** Prints the rows of a query, or of all queries of a file, each below the comment lines above it. */
export const printRows = ({ db, query, file, format }: SqlArguments): void => {
  if ((query === undefined) === (file === undefined))
    throw new UsageError("expected one query, or --file with a file of queries");
  const put = format === "csv" ? printExact : print;
  const reader = openReader(db);
  try {
    if (query !== undefined) {
      put(formatRows(queryRows(reader, query), format, tableWidth()));
      return;
    }
    for (const each of queriesOf(file as string)) {
      const comment = each.match(/^--.*$/gm)?.join("\n") ?? "";
      if (format === "table" && comment !== "") print(`${comment}\n`);
      put(`${formatRows(queryRows(reader, each), format, tableWidth())}${format === "table" ? "\n" : ""}`);
    }
  } finally {
    reader.close();
  }
};

const queriesOf = (path: string): string[] => {
  try {
    return readFileSync(path, "utf8")
      .split(/;[ \t]*$/m)
      .map((query) => query.trim())
      .filter((query) => query !== "");
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
};
