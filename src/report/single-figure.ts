import type { Query, Row } from "../store/snapshot.ts";
import { cellsSql, inStudyOrder } from "./cells.ts";
import { figureSvg } from "./drawing/standalone.ts";
import type { Figure } from "./figure.ts";
import { figures } from "./figures/index.ts";
import type { Selection } from "./selection.ts";

/** What can be asked for by name: every figure, and the table of cells. */
export const CELLS = "cells";
export const FIGURE_NAMES: readonly string[] = [...figures.map(({ name }) => name), CELLS];

const find = (name: string): Figure | undefined => figures.find((figure) => figure.name === name);

/** What there must be for a figure to appear. */
export const needsOf = (name: string): string | undefined => find(name)?.needs;

/** A figure as an SVG file; undefined if there is nothing to draw. */
export const singleFigure = (query: Query, selection: Selection, name: string): string | undefined => {
  const figure = find(name);
  const sql = figure?.sql(selection);
  if (figure === undefined || sql === undefined) return undefined;
  const drawing = figure.draw(query(sql), selection);
  return drawing.panels.length === 0 ? undefined : figureSvg(figure.title, drawing);
};

/** The rows of a figure, or all cells, in the order of the study. */
export const figureRows = (query: Query, selection: Selection, name: string): Row[] => {
  const sql = name === CELLS ? cellsSql(selection) : find(name)?.sql(selection);
  return sql === undefined ? [] : inStudyOrder(query(sql), selection);
};
