import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../experiments");

/** The studies: a folder each. */
export const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

export const pathOf = (folder: string, file: string): string => join(root, folder, file);

/** The text of a file of a study; empty if there is none. */
export const textOf = (folder: string, file: string): string => {
  const path = pathOf(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
};

/** The study files of a folder, study.yaml first. */
export const studiesOf = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".yaml"))
    .sort((a, b) => a.length - b.length || a.localeCompare(b));

/** What `trueslope sql --file` prints for one query. */
export interface PrintedTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads tables as they are printed: comment lines, header, rule, rows, empty line. */
export const tablesOf = (text: string): PrintedTable[] =>
  text
    .trimEnd()
    .split("\n\n")
    .map((part) => {
      const lines = part.split("\n");
      const comments = lines.findIndex((line) => !line.startsWith("--"));
      const [header, rule, ...rows] = lines.slice(comments);
      const spans = [...(rule ?? "").matchAll(/─+/g)].map(
        ({ index, 0: { length } }) => [index, index + length] as const,
      );
      const cut = (line: string) => spans.map(([from, to]) => line.slice(from, to).trim());
      const columns = cut(header);
      return {
        title: lines.slice(0, comments).join("\n"),
        columns,
        rows: rows.map((row) => Object.fromEntries(cut(row).map((cell, i) => [columns[i], cell]))),
      };
    });

/** The same tables without what was sampled: columns called "sampled_…" are emptied. */
export const withoutSamples = (tables: readonly PrintedTable[]): PrintedTable[] =>
  tables.map(({ title, columns, rows }) => ({
    title,
    columns,
    rows: rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !column.startsWith("sampled_"))),
    ),
  }));

const BLOCK = /(?<=^```text\n)[\s\S]*?(?=^```$)/m;

/** The found numbers of a README: what the analysis printed. */
export const foundIn = (readme: string): string => BLOCK.exec(readme)?.[0] ?? "";

export const withFound = (readme: string, printed: string): string =>
  readme.replace(BLOCK, () => `${printed.trimEnd()}\n`);
