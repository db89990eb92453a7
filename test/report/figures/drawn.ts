import { parseHTML } from "linkedom";
import type { Drawing, Figure, Panel } from "../../../src/report/figure.ts";
import { figures } from "../../../src/report/figures/index.ts";
import { type Selection, selections, type Wanted } from "../../../src/report/selection.ts";
import { openReader } from "../../../src/store/open.ts";
import { queryRows } from "../../../src/store/query.ts";
import { type Row, readSnapshot } from "../../../src/store/snapshot.ts";

/** A figure of a database's first study, its query and its rows; none where it cannot appear. */
export interface Drawn extends Drawing {
  readonly sql: string | undefined;
  readonly rows: readonly Row[];
  readonly selection: Selection;
}

export const drawn = (path: string, name: string, wanted: Wanted = {}): Drawn =>
  readSnapshot(path, (query) => {
    const [selection] = selections(query, wanted);
    const figure = (figures as readonly Figure[]).find((each) => each.name === name) as Figure;
    const sql = figure.sql(selection);
    const rows = sql === undefined ? [] : query(sql);
    const drawing =
      sql === undefined ? { panels: [], legend: [], findings: [] } : figure.draw(rows, selection);
    return { ...drawing, sql, rows, selection };
  });

/** The rows of a query, on a connection and with views of their own. */
export const rowsOf = (path: string, sql: string): Row[] => {
  const reader = openReader(path);
  try {
    return queryRows(reader, sql) as Row[];
  } finally {
    reader.close();
  }
};

/** What the titled symbols of a class stand for: their positions, read back through the scales of the plot. */
export const symbolsIn = ({ content, scale }: Panel, className: string): { x: number; y: number }[] => {
  const { document } = parseHTML(`<svg>${content}</svg>`);
  return [...document.querySelectorAll(`.${className}[aria-label=dot] > *`)]
    .filter((mark) => mark.querySelector("title"))
    .map((mark) => {
      const [px, py] = mark.hasAttribute("cx")
        ? [mark.getAttribute("cx"), mark.getAttribute("cy")]
        : mark
            .getAttribute("transform")
            .match(/[-\d.e]+/g)
            .slice(-2);
      return {
        x: scale("x")?.invert?.(Number(px)) as number,
        y: scale("y")?.invert?.(Number(py)) as number,
      };
    });
};

/** Heights of the corners of a series' band, read back through the scale of the plot. */
export const bandIn = ({ content, scale }: Panel, className: string): number[] => {
  const { document } = parseHTML(`<svg>${content}</svg>`);
  const d = String(document.querySelector(`.${className}[aria-label=area] path`)?.getAttribute("d") ?? "");
  return [...d.matchAll(/[-\d.]+,([-\d.]+)/g)].map(([, y]) => scale("y")?.invert?.(Number(y)) as number);
};

/** From where to where the level lines of a series go. */
export const intervalsIn = ({ content, scale }: Panel, className: string): [number, number][] => {
  const { document } = parseHTML(`<svg>${content}</svg>`);
  const at = (value: string | null) => scale("x")?.invert?.(Number(value)) as number;
  return [...document.querySelectorAll(`.${className}[aria-label=rule]`)].flatMap((mark) =>
    [...mark.querySelectorAll("line")].map((line): [number, number] => [
      at(line.getAttribute("x1") ?? mark.getAttribute("x1")),
      at(line.getAttribute("x2") ?? mark.getAttribute("x2")),
    ]),
  );
};
