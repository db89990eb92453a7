import type { Row } from "../store/snapshot.ts";
import { CELL_COLUMNS, isShown, shownValue } from "./cells.ts";
import { scientific } from "./text/format-number.ts";

/** Columns of some rows, without those that say nothing throughout. */
const columnsOf = (rows: readonly Row[]): string[] =>
  Object.keys(rows[0] ?? {}).filter((column) => isShown(rows, column));

const isNumber = (rows: readonly Row[], column: string): boolean =>
  rows.some((row) => typeof row[column] === "number");

const heading = (column: string): string => CELL_COLUMNS[column] ?? column.replaceAll("_", " ");

/** Text that Markdown takes literally. */
const markdownText = (text: string): string =>
  text
    .replace(/[\\`*_[\]|]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/\s+/g, " ");

/** Rows as a table of GitHub's Markdown, numbers to the right. */
export const markdownTable = (rows: readonly Row[]): string => {
  const columns = columnsOf(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `${[
    line(columns.map((column) => markdownText(heading(column)))),
    line(columns.map((column) => (isNumber(rows, column) ? "---:" : "---"))),
    ...rows.map((row) => line(columns.map((column) => markdownText(shownValue(row, column))))),
  ].join("\n")}\n`;
};

const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "‖": "$\\Vert$",
  "∇": "$\\nabla$",
  "±": "$\\pm$",
  "≤": "$\\le$",
  "°": "$^\\circ$",
  "−": "$-$",
};

/** Text that LaTeX takes literally. */
const latexText = (text: string): string =>
  text.replace(/[\\~^‖∇±≤°−]|[&%$#_{}]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`).replace(/\s+/g, " ");

const latexValue = (row: Row, column: string): string => {
  const value = row[column];
  const shown = shownValue(row, column);
  if (typeof value !== "number" || /[ °%]/.test(shown.replace(" × ", ""))) return latexText(shown);
  const parts = shown.includes("×") ? scientific(value, 3) : undefined;
  const plain = shown.replace("−", "-");
  return parts ? `$${parts.mantissa.replace("−", "-")} \\times 10^{${parts.exponent}}$` : `$${plain}$`;
};

/** Rows as a LaTeX tabular with the rules of the package booktabs. */
export const latexTable = (rows: readonly Row[]): string => {
  const columns = columnsOf(rows);
  const line = (cells: readonly string[]) => `  ${cells.join(" & ")} \\\\`;
  return `${[
    "% needs \\usepackage{booktabs}",
    `\\begin{tabular}{${columns.map((column) => (isNumber(rows, column) ? "r" : "l")).join("")}}`,
    "  \\toprule",
    line(columns.map((column) => latexText(heading(column)))),
    "  \\midrule",
    ...rows.map((row) => line(columns.map((column) => latexValue(row, column)))),
    "  \\bottomrule",
    "\\end{tabular}",
  ].join("\n")}\n`;
};
