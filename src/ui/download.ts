import { safeName } from "../files/safe-name.ts";
import { inStudyOrder } from "../report/cells.ts";
import { figureSvg } from "../report/drawing/standalone.ts";
import { formatRows } from "../report/rows.ts";
import type { Query } from "../store/snapshot.ts";
import type { Choice } from "./choice.ts";
import { figures } from "./figures.ts";
import { shownRows } from "./shown-rows.ts";
import { selectionOf, shownCells } from "./view.ts";

/** A file that the page offers. */
export interface Download {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** The name of the table of cells, among those of the figures. */
export const CELLS = "cells";

/**
 * A figure as SVG, or its rows, or those of the cells, as CSV; as the page shows them.
 *
 * @returns undefined if there is no such figure, or nothing to draw
 */
export const downloadOf = (query: Query, choice: Choice, name: string, format: "svg" | "csv") => {
  const selection = selectionOf(query, choice);
  const figure = figures.find((each) => each.name === name);
  if (selection === undefined) return undefined;
  const file = `${safeName(selection.study)}-${name}.${format}`;
  if (name === CELLS && format === "csv")
    return csv(file, inStudyOrder(shownCells(query, selection, choice).rows, selection));
  const sql = figure?.sql(selection);
  if (figure === undefined || sql === undefined) return undefined;
  const { rows } = shownRows(query, sql, choice);
  if (rows.length === 0) return undefined;
  if (format === "csv") return csv(file, inStudyOrder(rows, selection));
  const drawing = figure.draw(rows, selection);
  if (drawing.panels.length === 0) return undefined;
  return { name: file, type: "image/svg+xml", content: figureSvg(figure.title, drawing) };
};

const csv = (name: string, rows: Parameters<typeof formatRows>[0]): Download => ({
  name,
  type: "text/csv; charset=utf-8",
  content: formatRows(rows, "csv"),
});
