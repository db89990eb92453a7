import type { Drawing, Panel } from "../figure.ts";
import { html, Markup } from "../html.ts";
import { keySwatch, LETTERING, swatch } from "./drawing-markup.ts";
import { inLight } from "./palette.ts";
import { LETTERS } from "./plot-panel.ts";

const MAX_WIDTH = 1200; // pixels of panels side by side
const GAP = 28; // pixels between panels
const EDGE = 16;
const LINE = 20; // of a legend
const LETTER = 0.58; // width of a letter, relative to its size: enough for what no browser has measured

/** Where something stands, from the left and from the top. */
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly item: Markup;
}

/** A figure as one SVG file for a paper: light, with its title, its legend and all panels, and no style sheet. */
export const figureSvg = (title: string, drawing: Drawing): string => {
  const panels = drawing.panels;
  const cell = Math.max(...panels.map(({ width, alone }) => (alone ? 0 : width)));
  const perRow = Math.min(panels.length, Math.max(1, Math.floor((MAX_WIDTH + GAP) / (cell + GAP))));
  const width =
    2 * EDGE + Math.max(perRow * cell + (perRow - 1) * GAP, ...panels.map((panel) => panel.width));
  const legend = legendOf(drawing, width - 2 * EDGE);
  const top = EDGE + 30 + legend.height;
  const { placed, height } = rowsOf(panels, perRow, cell, top);
  const items = [
    { x: EDGE, y: EDGE + 14, item: words(title, 16, 600) },
    ...legend.placed.map(({ x, y, item }) => ({ x: EDGE + x, y: EDGE + 30 + y, item })),
    ...placed,
  ];
  const content = items.map(({ x, y, item }) => html`<g transform="translate(${x},${y})">${item}</g>\n`);
  const description = [...drawing.findings, ...panels.map((panel) => panel.description)].join(" ");
  return inLight(
    `${html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ${new Markup(LETTERING)}>
<title>${title}</title><desc>${description}</desc>
<rect width="${width}" height="${height}" fill="var(--page)"/>
${content}</svg>`}\n`,
  );
};

const words = (text: string, size: number, weight = 400, color = "currentColor"): Markup =>
  html`<text text-anchor="start" font-size="${size}" font-weight="${weight}" fill="${color}">${text}</text>`;

const drawn = ({ width, height, content }: Pick<Panel, "width" | "height" | "content">): Markup =>
  html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" overflow="visible">${new Markup(content)}</svg>`;

/** Swatches with their names, in as many lines as they need. */
const legendOf = (
  { legend, keys = [], named = false }: Drawing,
  width: number,
): { placed: Placed[]; height: number } => {
  const entries = [
    ...(named ? [] : legend).map((series) => ({ icon: swatch(series), name: series.name })),
    ...keys.map((key) => ({ icon: keySwatch(key), name: key.label })),
  ];
  const placed: Placed[] = [];
  let [x, line] = [0, 0];
  for (const { icon, name } of entries) {
    const taken = icon.width + 6 + [...name].length * LETTERS * LETTER + 18;
    if (x > 0 && x + taken > width) [x, line] = [0, line + 1];
    placed.push({
      x,
      y: line * LINE,
      item: html`${drawn(icon)}<g transform="translate(${icon.width + 6},11)">${words(name, LETTERS)}</g>`,
    });
    x += taken;
  }
  return { placed, height: entries.length === 0 ? 0 : (line + 1) * LINE + 8 };
};

/** Panels in rows; one that stands alone has a row of its own. */
const rowsOf = (
  panels: readonly Panel[],
  perRow: number,
  cell: number,
  top: number,
): { placed: Placed[]; height: number } => {
  const placed: Placed[] = [];
  let [column, y, tallest] = [0, top, 0];
  for (const panel of panels) {
    if (column > 0 && (panel.alone || column === perRow)) [column, y, tallest] = [0, y + tallest + 12, 0];
    const [titled, noted] = [panel.title === "" ? 0 : 18, panel.note === undefined ? 0 : 16];
    const item = html`${titled ? html`<g transform="translate(0,12)">${words(panel.title, 13, 600)}</g>` : html``}${noted ? html`<g transform="translate(0,${titled + 11})">${words(panel.note ?? "", 12, 400, "var(--muted)")}</g>` : html``}<g transform="translate(0,${titled + noted})">${drawn(panel)}</g>`;
    placed.push({ x: EDGE + column * (cell + GAP), y, item });
    tallest = Math.max(tallest, titled + noted + panel.height);
    column = panel.alone ? perRow : column + 1;
  }
  return { placed, height: Math.ceil(y + tallest + EDGE) };
};
