import { widthOf } from "./table.ts";
import { shorten } from "./text/shorten.ts";
import { wrapped } from "./text/wrapped.ts";

/** One column at some width: its title and its cells, with as many lines as they take. */
export interface Folded {
  readonly title: string;
  readonly cells: readonly string[];
}

const SHORTEST = 8; // letters of a word that is shortened because nothing else helps

/**
 * Columns that are together no wider than `room`, folded no further than needed.
 *
 * @param last whether they have to fit, at the cost of more lines and of words that are cut
 * @returns undefined where they do not
 */
export const narrowest = (
  columns: readonly Folded[],
  room: number,
  last: boolean,
): readonly Folded[] | undefined => {
  const modes = [asTheyAre, withTitlesFolded, withoutMoreLines, ...(last ? [withMoreLines, shortened] : [])];
  for (const narrow of modes) {
    const fitted = narrow(columns, room);
    if (fitted.reduce((sum, each) => sum + widthOfColumn(each), 0) <= room || (last && narrow === shortened))
      return fitted;
  }
  return undefined;
};

const widthOfColumn = ({ title, cells }: Folded): number => Math.max(widthOf(title), ...cells.map(widthOf));

const asTheyAre = (columns: readonly Folded[]): readonly Folded[] => columns;

const withTitlesFolded = (columns: readonly Folded[], room: number) =>
  narrowed(columns, room, () => undefined);

const foldedTitle = (title: string, width: number): string => wrapped(title, width).join("\n");

const withoutMoreLines = (columns: readonly Folded[], room: number) =>
  narrowed(columns, room, (cells, width) => flowed(cells, width));

const withMoreLines = (columns: readonly Folded[], room: number) =>
  narrowed(columns, room, (cells, width) =>
    cells.map(longestWord).every((word) => word <= width)
      ? cells.map((cell) => wrapped(cell, width).join("\n"))
      : undefined,
  );

const shortened = (columns: readonly Folded[], room: number): readonly Folded[] =>
  narrowed(columns, room, (cells, width) =>
    width < SHORTEST
      ? undefined
      : cells.map((cell) =>
          wrapped(cell, width)
            .map((line) => shorten(line, width))
            .join("\n"),
        ),
  );

/**
 * Folds titles to the width of their cells, and then makes the widest column that can be so narrower by one, again and
 * again, until all have room or none can be.
 */
const narrowed = (
  columns: readonly Folded[],
  room: number,
  fold: (cells: readonly string[], width: number) => readonly string[] | undefined,
): readonly Folded[] => {
  const state = columns.map(({ title, cells }) => ({
    title,
    cells,
    from: cells,
    width: Math.max(longestWord(title), ...cells.map(widthOf)),
    done: false,
  }));
  for (;;) {
    if (state.reduce((sum, { width }) => sum + width, 0) <= room) break;
    const open = state.filter(({ done }) => !done);
    if (open.length === 0) break;
    const widest = open.reduce((a, b) => (b.width > a.width ? b : a));
    const width = widest.width - 1;
    const cells = width < longestWord(widest.title) ? undefined : fold(widest.from, width);
    if (cells === undefined) widest.done = true;
    else Object.assign(widest, { width, cells });
  }
  let spare = room - state.reduce((sum, { width }) => sum + width, 0);
  for (const column of state) {
    const more = widthOf(column.title) - column.width; // a title unfolds where there is room again
    if (more <= 0 || more > spare) continue;
    column.width += more;
    spare -= more;
  }
  return state.map(({ title, cells, width }) => ({ title: foldedTitle(title, width), cells }));
};

export const longestWord = (text: string): number => Math.max(...text.split(" ").map((word) => word.length));

/** Cells whose further lines take the empty cells below them; undefined where there are too few of these. */
const flowed = (cells: readonly string[], width: number): readonly string[] | undefined => {
  const out: string[] = [];
  let waiting: string[] = [];
  for (const cell of cells) {
    if (cell !== "" && waiting.length > 0) return undefined;
    if (cell !== "") waiting = wrapped(cell, width);
    const line = waiting.shift() ?? "";
    if (line.length > width) return undefined;
    out.push(line);
  }
  return waiting.length > 0 ? undefined : out;
};
