import { dot, type LineYOptions, lineY, type Markish } from "@observablehq/plot";
import type { Drawing, Key, Panel } from "../figure.ts";
import { html, Markup, nothing } from "../html.ts";
import { LETTERS, plotPanel } from "./plot-panel.ts";
import type { Series } from "./series.ts";

/** Attributes that Plot would put on its <svg>. */
export const LETTERING = `text-anchor="middle" font-size="${LETTERS}" font-family="system-ui, 'Liberation Sans', sans-serif" fill="currentColor"`;

/** A panel as an <svg> that tells what it shows; `id` is unique on the page. */
export const panelSvg = ({ title, description, width, height, content }: Panel, id: string): Markup =>
  html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" ${new Markup(LETTERING)}><title id="${id}-t">${title || "Scale of colors"}</title><desc id="${id}-d">${description}</desc>${new Markup(content)}</svg>`;

const smallPanel = (...marks: Markish[]): Panel =>
  plotPanel(
    { title: "", description: "" },
    { width: 30, height: 14, margin: 0, axis: null, x: { domain: [0, 2] }, y: { domain: [-1, 1] }, marks },
  );

/** What stands for a series: a bit of its line with its symbol. */
export const swatch = ({ color, symbol, dashes }: Series): Panel =>
  smallPanel(
    lineY([0, 0, 0], { stroke: color, strokeWidth: 1.5, ...(dashes && { strokeDasharray: dashes }) }),
    dot([[1, 0]], { symbol: symbol as never, fill: color, r: 4.5 }),
  );

/** What stands for a mark that belongs to no series. */
export const keySwatch = ({ mark }: Key): Panel => smallPanel(KEY_MARKS[mark]());

const GRAY = "var(--muted)";
const flat = (options: LineYOptions) => lineY([0, 0, 0], { stroke: GRAY, ...options });
const KEY_MARKS: Readonly<Record<Key["mark"], () => Markish>> = {
  pale: () => flat({ strokeWidth: 7, strokeOpacity: 0.45 }),
  dashed: () => flat({ strokeWidth: 1.25, strokeDasharray: "4,3" }),
  dotted: () => flat({ strokeWidth: 1.5, strokeDasharray: "1,3" }),
  ring: () => dot([[1, 0]], { stroke: GRAY, strokeWidth: 1.5, r: 5.5 }),
  filled: () => dot([[1, 0]], { fill: GRAY, r: 4.5 }),
  hollow: () => dot([[1, 0]], { stroke: GRAY, strokeWidth: 1.5, r: 4 }),
};

/** What colors and marks stand for; the series are buttons that bring them out. */
export const legend = ({ legend: series, keys = [] }: Pick<Drawing, "legend" | "keys">): Markup => {
  if (series.length + keys.length === 0) return nothing;
  const icon = ({ width, height, content }: Panel) =>
    html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${new Markup(content)}</svg>`;
  const buttons = series.map(
    (each) =>
      html`<li><button type="button" aria-pressed="false" data-series="${each.key}">${icon(swatch(each))}${each.name}</button></li>`,
  );
  const others = keys.map((key) => html`<li class="key">${icon(keySwatch(key))}${key.label}</li>`);
  return html`<ul class="legend" aria-label="Legend">${buttons}${others}</ul>`;
};
