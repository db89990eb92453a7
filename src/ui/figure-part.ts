import { keysMarkup, panelMarkup } from "../report/drawing/drawing-markup.ts";
import { folded, othersText, panelsShape } from "../report/drawing/figure-rows.ts";
import { WIDTH } from "../report/drawing/plot-panel.ts";
import type { Series } from "../report/drawing/series.ts";
import type { Drawing, Figure, Panel } from "../report/figure.ts";
import { html } from "../report/html.ts";
import type { Probe, Selection } from "../report/selection.ts";
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
  /** Panels that are folded away, and what they are; empty where there are none. */
  readonly others: string;
  readonly othersTitle: string;
  /** Columns that it takes where there is room. */
  readonly count: number;
  /** Of a panel, in pixels. */
  readonly width: number;
  /** Whether its panels are small ones. */
  readonly small: boolean;
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
  found?: Probe,
) => FigurePart | undefined; // where there can never be anything to draw

export const drawer = (): Drawer => {
  const kept = new Map<string, { readonly key: string; readonly part: FigurePart }>();
  return (figure, query, selection, choice, found) => {
    const sql = figure.sql(selection);
    if (sql === undefined) return undefined;
    let shown: ShownRows = { rows: [], sql };
    try {
      shown = shownRows(query, sql, choice);
      const { agents, estimators, ...rest } = selection;
      const key = JSON.stringify([shown, [...agents.keys()], [...estimators.keys()], rest, found]);
      const known = kept.get(figure.name);
      if (known?.key === key) return known.part;
      const drawing = shown.rows.length === 0 ? NONE : figure.draw(shown.rows, selection);
      const part = partOf(figure, shown, drawing, found);
      kept.set(figure.name, { key, part });
      return part;
    } catch (error) {
      return { ...partOf(figure, shown, NONE), error: (error as Error).message };
    }
  };
};

const NONE: Drawing = { panels: [], legend: [], findings: [] };

const partOf = (
  { name, title, reading }: Figure,
  { sql }: ShownRows,
  drawing: Drawing,
  found?: Probe,
): FigurePart => {
  const { panels, findings, legend, keys } = drawing;
  const { shown, others } = folded(panels, found);
  const shape = panelsShape(shown);
  const markup = (some: readonly Panel[]) =>
    html`${some.map((panel) => panelMarkup(panel, `${name}-${panels.indexOf(panel)}`))}`.text;
  const drawn = panels.length > 0;
  return {
    ...{ name, title, reading, sql, error: null },
    legend: drawn ? legend : [],
    keys: drawn ? keysMarkup(keys).text : "",
    panels: markup(shown),
    others: markup(others),
    othersTitle: others.length === 0 ? "" : othersText(others),
    ...shape,
    small: shape.width < WIDTH,
    findings: drawn ? findings : [],
  };
};
