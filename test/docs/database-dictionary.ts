import { readFileSync } from "node:fs";

const source = (file: string) =>
  readFileSync(new URL(`../../src/store/${file}.sql`, import.meta.url), "utf8").split("\n");

const cell = (text: string): string => text.replaceAll("|", "\\|").trim();

/** Name of the column that a line of SQL defines, if any. */
const columnOf = (code: string): string | undefined =>
  /\bAS (\w+),?\s*$/i.exec(code)?.[1] ?? /^(?:[a-z]\.)?(\w+)\b/i.exec(code.trim())?.[1];

const typeOf = (code: string): string => {
  const [, type] = /^\s*\w+\s+(INTEGER|REAL|TEXT|BLOB)/.exec(code) ?? [];
  return type === undefined ? "" : `${type}${/NOT NULL|PRIMARY KEY/.test(code) ? "" : ", may be NULL"}`;
};

/** One section for each table or view, from the comments in its definition. */
const sections = (lines: readonly string[]): string[] => {
  const out: string[] = [];
  let rows: string[] | undefined;
  for (const line of lines) {
    const begin = /^CREATE (TABLE|VIEW) (\w+) .*?-- (.*)$/.exec(line);
    if (begin) {
      const typed =
        begin[1] === "TABLE"
          ? ["| column | type | meaning |", "| --- | --- | --- |"]
          : ["| column | meaning |", "| --- | --- |"];
      out.push("", `### ${begin[2]}`, "", `${cell(begin[3])}.`, "");
      rows = typed;
      continue;
    }
    if (rows === undefined) continue;
    if (/^(WITH|SELECT)\b/.test(line)) rows.splice(2); // the columns of a view stand in its last SELECT
    const commented = /^(\s+\S.*?)\s*--\s(.*)$/.exec(line);
    if (commented) {
      const [, code, meaning] = commented;
      const name = columnOf(code);
      const type = rows[0].includes("type") ? `${typeOf(code)} | ` : "";
      if (name) rows.push(`| \`${name}\` | ${type}${cell(meaning)} |`);
    }
    if (/;$/.test(line) || /^\) STRICT/.test(line)) {
      out.push(...rows);
      rows = undefined;
    }
  }
  return out;
};

/** The dictionary of the database, made from the comments of its schema. */
export const databaseDictionary = (): string =>
  `${[
    "# The database",
    "",
    "Made from the comments of the schema; `DOCS=write npx vitest run test/docs` writes it anew. Times are UTC, ISO 8601.",
    "Gradients and θ are BLOBs of little-endian float64. G is the truth, g an estimate, ḡ the mean of a cell.",
    "",
    "## Tables",
    ...sections(source("schema")),
    "",
    "## Views",
    ...sections(source("views")),
  ].join("\n")}\n`;
