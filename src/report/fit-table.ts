import { type Folded, narrowest } from "./fold-columns.ts";
import { alignedTable, formatValue, numericColumns } from "./table.ts";
import { list } from "./text/format-number.ts";
import { wrapped } from "./text/wrapped.ts";

/** A column of a table that is made to fit. */
export interface Column {
  readonly title: string;
  /** Its turn to leave where there is too little room: that with 1 leaves first. Without it, it stays. */
  readonly leaves?: number | undefined;
}

/** A table, and what it has no room for. */
export interface FittedTable {
  readonly text: string;
  /** Titles of the columns that have left. */
  readonly left: string[];
}

/** What to say of columns that have left. */
export const noRoomFor = (left: readonly string[]): string =>
  `No room for ${list(left.map((title) => title.replaceAll("\u00a0", " ")))}: a wider terminal and --json show more.`;

/** A table below its title, and an empty line. @param width as of `fitTable` */
export const titled = (title: string, table: string, width: number): string =>
  `${wrapped(title, width).join("\n")}\n${table}\n\n`;

/** Spaces between columns. */
export const GAP = 2;

/**
 * Rows as a table that is no wider than it may be, to three significant digits. Columns that are empty throughout are not
 * shown. Where room is short, in this order and no further than needed: titles are folded; cells are folded whose further
 * lines find empty cells below them; columns leave, by turn; all cells are folded, at spaces; long words are shortened.
 *
 * @param width in columns of the terminal; all is shown where it is infinite
 */
export const fitTable = (
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  width: number,
): FittedTable => {
  const cells = columns.map((_, i) => rows.map((row) => withMinus(formatValue(row[i], 3))));
  const toRight = numericColumns(columns.length, rows);
  const filled = columns.map((_, i) => i).filter((i) => cells[i].some((cell) => cell !== ""));
  const turns = filled
    .filter((i) => columns[i].leaves !== undefined)
    .sort((a, b) => Number(columns[a].leaves) - Number(columns[b].leaves));
  const without = (left: readonly number[], last: boolean) => {
    const shown = filled.filter((i) => !left.includes(i));
    const parts = shown.map((i) => ({ title: columns[i].title, cells: cells[i] }));
    const folded = narrowest(parts, width - GAP * (shown.length - 1), last);
    return folded && { shown, folded };
  };
  let left: number[] = [];
  while (left.length < turns.length && without(left, false) === undefined) left.push(turns[left.length]);
  // what left early may have room again where something larger left after it
  for (const i of [...left].reverse()) {
    const others = left.filter((each) => each !== i);
    if (without(others, false) !== undefined) left = others;
  }
  const { shown, folded } = without(left, true) as NonNullable<ReturnType<typeof without>>;
  return {
    text: drawn(
      folded,
      shown.map((i) => toRight[i]),
    ),
    left: left.map((i) => columns[i].title),
  };
};

/** Numbers with a minus sign, and not a hyphen; names as they are. */
const withMinus = (cell: string): string =>
  /^(?:[≤≈]\s)?-?[\d∞]/.test(cell) ? cell.replace(/(^|[\s[(])-(?=[\d∞])/g, "$1−") : cell;

const drawn = (columns: readonly Folded[], toRight: readonly boolean[]): string => {
  const heights = columns.map(({ title }) => title.split("\n").length);
  const header = columns.map(({ title }, i) => "\n".repeat(Math.max(...heights) - heights[i]) + plain(title));
  const rows = (columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => plain(cells[row])));
  return alignedTable(header, rows, toRight);
};

const plain = (text: string): string => text.replaceAll("\u00a0", " ");
