import { wrapped } from "../report/text/wrapped.ts";

/** Columns of the terminal, or of what takes its place; @param otherwise where nothing tells, as in a pipe */
export const terminalWidth = (otherwise: number): number =>
  Math.max(40, process.stdout.columns ?? (Number(process.env.COLUMNS) || otherwise));

/** Columns that a table may take: all it wants where there is no terminal. */
export const tableWidth = (): number => terminalWidth(Number.POSITIVE_INFINITY);

/** Texts, each from a line of its own, in lines that the terminal has room for and that can be read. */
export const paragraphs = (texts: readonly string[]): string => {
  const width = Math.min(120, terminalWidth(120));
  return texts.flatMap((text) => wrapped(text, width).map((line) => `${line}\n`)).join("");
};
