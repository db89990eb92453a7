import { areaY, line, type Markish, type PlotOptions, type ScaleOptions } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import type { Key, Panel } from "../figure.ts";
import { agreeing, type Line } from "./agreeing.ts";
import { labelEnds, labelMargin } from "./end-labels.ts";
import { horizontals } from "./grids.ts";
import { MARGINS, plotPanel, SMALL } from "./plot-panel.ts";
import type { Series } from "./series.ts";
import { symbols } from "./symbols.ts";

/** Curves that one panel holds; of more, each has a panel of its own, with the others in gray. */
const MAX_TOGETHER = 5;

/** What is drawn of agents, or of estimators, and how: columns of the rows. */
export interface Curves {
  /** The column with the names of the curves; by default `agent`. */
  readonly of?: string;
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
  /** Whether it is one of several small panels, whose curves are told apart by a legend. */
  readonly small?: true;
  readonly axes: {
    readonly x: ScaleOptions;
    readonly y: ScaleOptions & { readonly domain: [number, number] };
  };
}

/** The interval of half a width around a value; undefined where there is none. */
export const around = (value: number, half: number): readonly [number, number] | undefined =>
  Number.isFinite(half) ? [value - half, value + half] : undefined;

/** Share of a frame that a band may cover, on average over the curves, without being asked for. */
const MAX_COVER = 0.4;

const clipped = ({ interval, axes }: Curves, row: Row): readonly [number, number] => {
  const [low, high] = axes.y.domain;
  const [from, to] = interval(row) ?? [0, 0];
  return [Math.max(low, Math.min(high, from)), Math.max(low, Math.min(high, to))];
};

/** Whether bands hide what is drawn, as those of two seeds do. */
const areWide = (lines: readonly Line[], curves: Curves): boolean => {
  const [low, high] = curves.axes.y.domain;
  const at = (row: Row) => Number(row[curves.x]);
  const height = (row: Row) => {
    const [from, to] = clipped(curves, row);
    return (to - from) / (high - low);
  };
  const all = lines.flatMap(({ rows }) => rows.map(at));
  const width = Math.max(...all) - Math.min(...all);
  const covered = lines.map(({ rows }) =>
    rows
      .slice(1)
      .reduce((sum, row, i) => sum + ((at(row) - at(rows[i])) * (height(row) + height(rows[i]))) / 2, 0),
  );
  return covered.reduce((sum, area) => sum + area, 0) > MAX_COVER * width * lines.length;
};

/** The key that shows the bands of panels in which they are so wide that they would hide the rest. */
export const bandKeys = (panels: readonly Panel[]): Key[] =>
  panels.some(({ content }) => / asked" aria-label="area"| asked"[^>]* aria-label="area"/.test(content))
    ? [{ mark: "pale", label: "bands, which are wide here", asked: true }]
    : [];

/**
 * Curves with bands, named at their ends, in one panel, or in a small panel for each where they are many; those that agree
 * are one. Bands that would hide the rest are shown on demand.
 *
 * @param rows in the order of x, with a column of the names
 * @param tell of some of them, in words: a description, and a second line of the title
 */
export const curvePanels = (
  title: string,
  rows: readonly Row[],
  series: readonly Series[],
  curves: Curves,
  tell: (series: readonly Series[]) => Pick<Panel, "description" | "note">,
): Panel[] => {
  const { of = "agent", x, y } = curves;
  const present = series.filter(({ name }) => rows.some((row) => row[of] === name));
  const lines = agreeing(rows, present, [y], [x], of);
  const wide = areWide(lines, curves);
  const panel = (heading: string, shown: readonly Line[], size: PlotOptions, above?: string): Panel => {
    const { description, note } = tell(
      present.filter(({ name }) => shown.some(({ names }) => names.includes(name))),
    );
    const notes = [above, note].filter((each) => each !== undefined);
    return plotPanel(
      { title: heading, description, ...(notes.length > 0 && { note: notes.join(", ") }) },
      {
        ...size,
        x: { labelArrow: "none", ticks: 5, ...curves.axes.x },
        y: { ticks: 6, ...curves.axes.y },
        marks: [
          horizontals({ ticks: 6 }),
          ...lines.filter((each) => !shown.includes(each)).map((each) => shadow(each.rows, curves)),
          ...shown.map((each) => curve(each, curves, wide)),
        ],
      },
    );
  };
  if (curves.small) return [panel(title, lines, SMALL)];
  if (lines.length > MAX_TOGETHER)
    return lines.map((each) => panel(each.names.join(", "), [each], SMALL, title));
  const margin = labelMargin(lines);
  const ends = lines.map((each) => {
    const last = each.rows[each.rows.length - 1];
    return { series: each, names: each.names, x: Number(last[x]), y: Number(last[y]) };
  });
  return [labelEnds(panel(title, lines, { ...MARGINS, marginRight: margin }), ends, margin)];
};

const shadow = (rows: readonly Row[], { x, y, steps }: Curves): Markish =>
  line(rows, { x, y, stroke: "var(--muted)", strokeOpacity: 0.35, strokeWidth: 1, curve: curveOf(steps) });

const curveOf = (steps: true | undefined) => (steps ? "step-after" : "linear");

const curve = (each: Line, curves: Curves, wide: boolean) => {
  const { x, y, interval, say, marked, steps, width } = curves;
  const { className, color, dashes, rows } = each;
  const limit = (side: 0 | 1) => (row: Row) => clipped(curves, row)[side];
  return [
    areaY(
      rows.filter((row) => interval(row) !== undefined),
      {
        ...{ x, y1: limit(0), y2: limit(1), fill: color, fillOpacity: 0.14, curve: curveOf(steps) },
        className: wide ? `${className} asked` : className,
      },
    ),
    line(rows, {
      ...{ x, y, stroke: color, strokeWidth: width, className, curve: curveOf(steps) },
      ...(dashes && { strokeDasharray: dashes }),
    }),
    symbols(marked(rows), each, { x, y, title: say }),
  ] as Markish;
};
