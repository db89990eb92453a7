import { areaY, line, type Markish, type ScaleOptions } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import type { Panel } from "../figure.ts";
import { horizontals } from "./grids.ts";
import { plotPanel } from "./plot-panel.ts";
import type { Series } from "./series.ts";
import { symbols } from "./symbols.ts";

/** Curves that one panel holds; of more, each has a panel of its own, with the others in gray. */
const MAX_TOGETHER = 5;

/** What is drawn of agents, and how: columns of the rows. */
export interface Curves {
  readonly x: string;
  readonly y: string;
  /** The interval of a point; undefined where it has none. */
  readonly interval: (row: Row) => readonly [low: number, high: number] | undefined;
  /** What a point says. */
  readonly say: (row: Row) => string;
  /** Which points of a curve have a symbol. */
  readonly marked: (rows: readonly Row[]) => readonly Row[];
  /** Whether a value holds up to the next point, and then jumps. */
  readonly steps?: true;
  readonly width: number;
  readonly axes: {
    readonly x: ScaleOptions;
    readonly y: ScaleOptions & { readonly domain: [number, number] };
  };
}

/** The interval of half a width around a value; undefined where there is none. */
export const around = (value: number, half: number): readonly [number, number] | undefined =>
  Number.isFinite(half) ? [value - half, value + half] : undefined;

/**
 * Curves of agents with bands, in one panel, or in a panel for each where they are many.
 *
 * @param rows in the order of x, with a column `agent`
 * @param tell of some agents, in words: a description, and a second line of the title
 */
export const curvePanels = (
  title: string,
  rows: readonly Row[],
  agents: readonly Series[],
  curves: Curves,
  tell: (agents: readonly Series[]) => Pick<Panel, "description" | "note">,
): Panel[] => {
  const own = ({ name }: Series) => rows.filter(({ agent }) => agent === name);
  const drawn = agents.filter((series) => own(series).length > 0);
  const panel = (heading: string, shown: readonly Series[], above?: string): Panel => {
    const { description, note } = tell(shown);
    const notes = [above, note].filter((each) => each !== undefined);
    return plotPanel(
      { title: heading, description, ...(notes.length > 0 && { note: notes.join(", ") }) },
      {
        x: { labelArrow: "none", ticks: 5, ...curves.axes.x },
        y: { ticks: 6, ...curves.axes.y },
        marks: [
          horizontals({ ticks: 6 }),
          ...drawn.filter((series) => !shown.includes(series)).map((series) => shadow(own(series), curves)),
          ...shown.map((series) => curve(own(series), series, curves)),
        ],
      },
    );
  };
  if (drawn.length <= MAX_TOGETHER) return [panel(title, drawn)];
  return drawn.map((series) => panel(series.name, [series], title));
};

const shadow = (rows: readonly Row[], { x, y, steps }: Curves): Markish =>
  line(rows, { x, y, stroke: "var(--muted)", strokeOpacity: 0.35, strokeWidth: 1, curve: curveOf(steps) });

const curveOf = (steps: true | undefined) => (steps ? "step-after" : "linear");

const curve = (rows: readonly Row[], series: Series, curves: Curves) => {
  const { x, y, interval, say, marked, steps, width, axes } = curves;
  const { className, color, dashes } = series;
  const [low, high] = axes.y.domain;
  const limit = (side: 0 | 1) => (row: Row) => Math.max(low, Math.min(high, interval(row)?.[side] ?? 0));
  return [
    areaY(
      rows.filter((row) => interval(row) !== undefined),
      { x, y1: limit(0), y2: limit(1), fill: color, fillOpacity: 0.16, className, curve: curveOf(steps) },
    ),
    line(rows, {
      ...{ x, y, stroke: color, strokeWidth: width, className, curve: curveOf(steps) },
      ...(dashes && { strokeDasharray: dashes }),
    }),
    symbols(marked(rows), series, { x, y, title: say }),
  ] as Markish;
};
