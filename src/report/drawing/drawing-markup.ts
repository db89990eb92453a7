import { dot, type LineYOptions, lineY, type Markish } from "@observablehq/plot";
import type { Key, Panel } from "../figure.ts";
import { html, Markup, nothing } from "../html.ts";
import { LETTERS, plotPanel } from "./plot-panel.ts";
import type { Series } from "./series.ts";

/** Attributes that Plot would put on its <svg>. */
export const LETTERING = `text-anchor="middle" font-size="${LETTERS}" font-family="system-ui, 'Liberation Sans', sans-serif" fill="currentColor"`;

/** A panel as an <svg> that tells what it shows; `id` is unique on the page. */
const panelSvg = ({ title, description, width, height, content, zoom }: Panel, id: string): Markup => {
  const told = content.includes("<title>"); // values, which the arrow keys go through
  const focus = told || zoom ? html` tabindex="0"` : nothing;
  const keys =
    (told ? " Arrow keys tell the values one by one." : "") +
    (zoom ? " Plus and minus zoom, Escape goes back." : "");
  const scales = zoom ? html` data-zoom="${JSON.stringify(zoom)}"` : nothing;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img"${focus}${scales} aria-labelledby="${id}-t ${id}-d" ${new Markup(LETTERING)}><title id="${id}-t">${title || "Scale of colors"}</title><desc id="${id}-d">${description}${keys}</desc>${new Markup(content)}</svg>`;
};

/** A panel with its title, and a button that shows it larger. */
export const panelMarkup = (panel: Panel, id: string): Markup => {
  const { title, note, alone } = panel;
  const heading = title
    ? html`<p class="panel-title">${title}${note ? html`<span>${note}</span>` : nothing}</p><button type="button" class="enlarge" aria-label="Enlarge: ${title}${note ? `, ${note}` : ""}">⤢</button>`
    : nothing;
  return html`<div class="panel${alone ? " alone" : ""}">${heading}${panelSvg(panel, id)}</div>`;
};

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

const icon = ({ width, height, content }: Panel): Markup =>
  html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${new Markup(content)}</svg>`;

/** What further marks of a figure stand for; those that are shown on demand are buttons. */
export const keysMarkup = (keys: readonly Key[] = []): Markup => {
  if (keys.length === 0) return nothing;
  const items = keys.map((key) =>
    key.asked
      ? html`<li><button type="button" aria-pressed="false" data-shows="asked">${icon(keySwatch(key))}${key.label}</button></li>`
      : html`<li class="key">${icon(keySwatch(key))}${key.label}</li>`,
  );
  return html`<ul class="legend" aria-label="Further marks">${items}</ul>`;
};

/** The names of all series of a study, for all of its figures; each is a button that brings it out. */
export const namesMarkup = (series: readonly Series[]): Markup => {
  const kinds = [
    ["Estimators", series.filter(({ key }) => key.startsWith("e"))],
    ["Agents", series.filter(({ key }) => key.startsWith("a"))],
  ] as const;
  const button = (each: Series) =>
    html`<li><button type="button" aria-pressed="false" data-series="${each.key}">${icon(swatch(each))}${each.name}</button></li>`;
  const lists = kinds
    .filter(([, some]) => some.length > 0)
    .map(
      ([kind, some]) =>
        html`<ul class="legend" aria-label="${kind}: choose a name to bring it out in every figure"><li class="kind" aria-hidden="true">${kind}</li>${some.map(button)}</ul>`,
    );
  return lists.length === 0
    ? nothing
    : html`${lists}<button type="button" class="show-all" disabled>Show all</button>`;
};

const MOST_LETTERS = 220; // of findings that are shown without being asked for

/** What can be read off a figure; where it is much, the rest is folded away. */
export const findingsMarkup = (findings: readonly string[]): Markup => {
  let letters = 0;
  const first = findings.filter((text, i) => {
    letters += text.length;
    return i === 0 || letters <= MOST_LETTERS;
  });
  const rest = findings.slice(first.length);
  const lines = (some: readonly string[]) => some.map((text) => html`<p class="finding">${text}</p>`);
  return rest.length === 0
    ? html`${lines(first)}`
    : html`${lines(first)}<details><summary>More of what it shows</summary>${lines(rest)}</details>`;
};

/** Every series that one of the drawings shows, estimators first, once. */
export const seriesOf = (drawings: readonly { readonly legend: readonly Series[] }[]): Series[] => {
  const found = new Map(drawings.flatMap(({ legend }) => legend).map((series) => [series.key, series]));
  const number = ({ key }: Series) => Number(key.slice(1)) + (key.startsWith("e") ? 0 : 1e6);
  return [...found.values()].sort((a, b) => number(a) - number(b));
};
