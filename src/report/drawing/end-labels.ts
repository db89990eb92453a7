import type { Panel } from "../figure.ts";
import { html } from "../html.ts";
import { shorten } from "../text/shorten.ts";
import { LETTERS } from "./plot-panel.ts";
import type { Series } from "./series.ts";
import { spread } from "./spread.ts";

const LINE = 13; // pixels
const LETTER = 6.6; // mean width of one, in pixels
const MOST_LETTERS = 18;
const MOST_NAMES = 4;
const LEADER = 14; // pixels from the end of a line to its name

/** Where a line ends, in the units of the axes, and what it is called there. */
export interface LineEnd {
  readonly series: Pick<Series, "color" | "className">;
  readonly names: readonly string[];
  readonly x: number;
  readonly y: number;
}

const linesOf = (names: readonly string[]): string[] => {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const left = names.length - shown.length;
  return [...shown.map((name) => shorten(name, MOST_LETTERS)), ...(left > 0 ? [`and ${left} more`] : [])];
};

/** Room that names take to the right of the plot, in pixels. */
export const labelMargin = (ends: readonly Pick<LineEnd, "names">[]): number =>
  LEADER +
  10 +
  LETTER * Math.max(0, ...ends.flatMap(({ names }) => linesOf(names)).map((name) => [...name].length));

/** A panel with the names of its lines at their right ends, moved apart where they would overlap. */
export const labelEnds = (panel: Panel, ends: readonly LineEnd[], right: number): Panel => {
  const [x, y] = [panel.scale("x"), panel.scale("y")].map(
    (scale) => scale?.apply as (value: number) => number,
  );
  const texts = ends.map(({ names }) => linesOf(names));
  const places = spread(
    ends.map((end) => y(end.y)),
    texts.map(({ length }) => LINE * length + 2),
    4,
    panel.height - 28,
  );
  const left = panel.width - right + LEADER;
  const labels = ends.map(({ series, names, ...end }, i) => {
    const first = places[i] - (LINE * (texts[i].length - 1)) / 2 + 0.32 * LETTERS;
    const lines = texts[i].map(
      (text, j) => html`<tspan x="${left + 4}" y="${(first + LINE * j).toFixed(1)}">${text}</tspan>`,
    );
    const [fromX, fromY] = [x(end.x) + 7, y(end.y)].map((at) => at.toFixed(1));
    return html`<g class="${series.className}" aria-label="label"><path d="M${fromX},${fromY}L${left - 8},${places[i].toFixed(1)}H${left}" fill="none" stroke="${series.color}"/><text text-anchor="start">${lines}</text></g>`;
  });
  return { ...panel, content: `${panel.content}${html`${labels}`}` };
};
