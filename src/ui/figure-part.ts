import { keysMarkup, panelMarkup } from "../report/drawing/drawing-markup.ts";
import { panelsShape } from "../report/drawing/figure-rows.ts";
import type { Series } from "../report/drawing/series.ts";
import type { Drawing, Figure } from "../report/figure.ts";
import { html } from "../report/html.ts";
import type { Selection } from "../report/selection.ts";
import type { Query } from "../store/snapshot.ts";
import type { Choice } from "./choice.ts";
import { type ShownRows, shownRows } from "./shown-rows.ts";

/** A figure as a page shows it: markup of its parts, each put in place of the last one when it changes. */
export interface FigurePart {
  readonly name: string;
  readonly title: string;
  readonly reading: string;
  readonly sql: string;
  /** What it shows of the legend that all figures share. */
  readonly legend: readonly Series[];
  /** Markup of what further marks stand for. */
  readonly keys: string;
  /** Empty where there is nothing to draw yet. */
  readonly panels: string;
  /** Columns that it takes where there is room. */
  readonly count: number;
  /** Of a panel, in pixels. */
  readonly width: number;
  readonly findings: readonly string[];
  /** Why it could not be drawn; null if it could. */
  readonly error: string | null;
}

/** Draws figures; one whose rows are the same as the last time is not drawn again. */
export type Drawer = (
  figure: Figure,
  query: Query,
  selection: Selection,
  choice: Choice,
) => FigurePart | undefined; // where there can never be anything to draw

export const drawer = (): Drawer => {
  const kept = new Map<string, { readonly key: string; readonly part: FigurePart }>();
  return (figure, query, selection, choice) => {
    const sql = figure.sql(selection);
    if (sql === undefined) return undefined;
    let shown: ShownRows = { rows: [], sql };
    try {
      shown = shownRows(query, sql, choice);
      const { agents, estimators, ...rest } = selection;
      const key = JSON.stringify([shown, [...agents.keys()], [...estimators.keys()], rest]);
      const known = kept.get(figure.name);
      if (known?.key === key) return known.part;
      const part = partOf(figure, shown, shown.rows.length === 0 ? NONE : figure.draw(shown.rows, selection));
      kept.set(figure.name, { key, part });
      return part;
    } catch (error) {
      return { ...partOf(figure, shown, NONE), error: (error as Error).message };
    }
  };
};

const NONE: Drawing = { panels: [], legend: [], findings: [] };

const partOf = ({ name, title, reading }: Figure, { sql }: ShownRows, drawing: Drawing): FigurePart => {
  const { panels, findings, legend, keys } = drawing;
  const drawn = panels.length > 0;
  return {
    ...{ name, title, reading, sql, error: null },
    legend: drawn ? legend : [],
    keys: drawn ? keysMarkup(keys).text : "",
    panels: html`${panels.map((panel, i) => panelMarkup(panel, `${name}-${i}`))}`.text,
    ...panelsShape(panels),
    findings: drawn ? findings : [],
  };
};
