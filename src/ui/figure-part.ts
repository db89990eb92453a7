import { legend, panelSvg } from "../report/drawing/drawing-markup.ts";
import type { Drawing, Figure, Panel } from "../report/figure.ts";
import { html, type Markup, nothing } from "../report/html.ts";
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
  readonly legend: string;
  /** Empty where there is nothing to draw yet. */
  readonly panels: string;
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
  const { panels, findings } = drawing;
  const drawn = panels.length > 0;
  return {
    ...{ name, title, reading, sql, error: null },
    legend: drawn ? legend(drawing).text : "",
    panels: html`${panels.map((panel, i) => panelMarkup(panel, `${name}-${i}`))}`.text,
    count: panels.filter(({ alone }) => !alone).length,
    width: Math.max(0, ...panels.filter(({ alone }) => !alone).map(({ width }) => width)),
    findings: drawn ? findings : [],
  };
};

const panelMarkup = (panel: Panel, id: string): Markup => {
  const { title, note, alone } = panel;
  const heading = title
    ? html`<p class="panel-title">${title}${note ? html`<span>${note}</span>` : nothing}</p>`
    : nothing;
  return html`<div class="panel${alone ? " alone" : ""}">${heading}${panelSvg(panel, id)}</div>`;
};
