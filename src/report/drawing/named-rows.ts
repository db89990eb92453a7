import { axisX, type Markish, ruleY, type ScaleOptions, text } from "@observablehq/plot";
import type { About, Panel } from "../figure.ts";
import { shorten } from "../text/shorten.ts";
import type { Line } from "./agreeing.ts";
import { verticals } from "./grids.ts";
import { plotPanel, WIDTH } from "./plot-panel.ts";

const LINE = 13; // pixels of one more name
const ROW = 26; // of a row with one line
const MOST_LETTERS = 20;
const LETTER = 6.6; // mean width of one
const [TOP, BOTTOM] = [22, 40];

/** A row of its own for each line, with its names at the left. */
export interface NamedRows {
  readonly x: ScaleOptions & { readonly type: "linear" | "log"; readonly domain: [number, number] };
  readonly label: string;
  /** What stands to the right of each row, in one line or more. */
  readonly values?: readonly string[];
  /** The marks of a row. @param y its middle */
  readonly marks: (line: Line, y: number, i: number) => readonly Markish[];
}

const TICK = 40; // pixels that a tick needs

/** An axis with fewer ticks, where there is little room. */
const thinned = (x: NamedRows["x"], room: number): NamedRows["x"] => {
  const { ticks } = x;
  if (typeof ticks === "number") return { ...x, ticks: Math.max(2, Math.min(ticks, Math.floor(room / 50))) };
  if (!Array.isArray(ticks)) return x;
  const every = Math.ceil((ticks.length * TICK) / room);
  return { ...x, ticks: ticks.filter((_, i) => (ticks.length - 1 - i) % every === 0) };
};

const namesOf = ({ names }: Line): string => names.map((name) => shorten(name, MOST_LETTERS)).join("\n");

/** Dots on named rows: what there is to see of more estimators than lines could show. */
export const namedRows = (
  about: About,
  lines: readonly Line[],
  { x: given, label, values, marks }: NamedRows,
): Panel => {
  const heights = lines.map(
    ({ names }, i) => ROW + LINE * (Math.max(names.length, values?.[i].split("\n").length ?? 1) - 1),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  const middles = heights.map(
    (height, i) => height / 2 + heights.slice(0, i).reduce((sum, each) => sum + each, 0),
  );
  const longest = (texts: readonly string[]) =>
    Math.max(0, ...texts.flatMap((each) => each.split("\n")).map((each) => [...each].length));
  const left = 18 + LETTER * longest(lines.map(namesOf));
  const right = values === undefined ? 16 : 16 + LETTER * longest(values);
  const room = WIDTH - Math.min(170, left) - right;
  const x = thinned(given, room);
  const places = lines.map((line, i) => ({ line, y: middles[i], value: values?.[i] ?? "" }));
  return plotPanel(about, {
    height: TOP + total + BOTTOM,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: Math.min(170, left),
    marginRight: right,
    insetLeft: 8,
    insetRight: 8,
    x: { ...x, label, labelArrow: "none" },
    y: { type: "linear", domain: [total, 0], axis: null },
    marks: [
      verticals(x),
      ruleY(middles, { stroke: "var(--grid)" }),
      axisX({
        ticks: x.ticks as never,
        tickFormat: x.tickFormat as never,
        tickSize: 0,
        label,
        labelArrow: "none",
      }),
      ...places.map(({ line, y }, i) => marks(line, y, i)),
      ...places.flatMap(({ line, y, value }) => [
        text([namesOf(line)], {
          y: [y],
          text: [namesOf(line)],
          frameAnchor: "left",
          textAnchor: "end",
          dx: -8,
          className: line.className,
        }),
        ...(value === ""
          ? []
          : [
              text([value], {
                y: [y],
                text: [value],
                frameAnchor: "right",
                textAnchor: "start",
                dx: 10,
                className: line.className,
              }),
            ]),
      ]),
    ] as Markish[],
  });
};
