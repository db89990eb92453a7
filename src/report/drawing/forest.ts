import { axisY, dot, type Markish, ruleX, ruleY, type ScaleOptions, text } from "@observablehq/plot";
import type { Interval } from "../../statistics/interval.ts";
import type { Panel } from "../figure.ts";
import { shorten } from "../text/shorten.ts";
import { verticals } from "./grids.ts";
import { plotPanel } from "./plot-panel.ts";
import type { Series } from "./series.ts";
import { symbols } from "./symbols.ts";

const LINE = 30; // pixels per name

/** A name, its value with an interval, and what it is made of. */
export interface ForestLine extends Interval {
  readonly series: Series;
  /** What stands beside it. */
  readonly label: string;
  /** Single values behind it, drawn small. */
  readonly values?: readonly number[];
  readonly hollow?: boolean;
}

/** Values with their intervals, a line for each name; limits that are NaN are not drawn. @param at a value to compare with */
export const forest = (
  heading: Pick<Panel, "title" | "note" | "description">,
  lines: readonly ForestLine[],
  scale: ScaleOptions & { readonly domain: [number, number] },
  at?: number,
): Panel => {
  const names = lines.map(({ series }) => series.name);
  const [first, last] = scale.domain;
  const within = (value: number) => Math.max(first, Math.min(last, value));
  const marksOf = ({ series, label, estimate, low, high, values = [], hollow = false }: ForestLine) => {
    const row = { name: series.name, estimate };
    const at = { x: "estimate", y: "name", className: series.className };
    const toLeft = estimate - first > 0.6 * (last - first);
    const small = values.map((value) => ({ name: series.name, value }));
    return [
      dot(small, {
        ...{ x: "value", y: "name", r: 2, dy: 8, fill: series.color, fillOpacity: 0.45 },
        className: series.className,
      }),
      ...(Number.isFinite(low + high)
        ? [
            ruleY([row], {
              ...{ y: "name", x1: within(low), x2: within(high) },
              ...{ stroke: series.color, strokeWidth: 1.75, className: series.className },
            }),
          ]
        : []),
      symbols([row], series, { ...at, hollow, r: 5, title: () => `${series.name}: ${label}` }),
      text([row], {
        ...{ ...at, text: [label], dy: -10, textAnchor: toLeft ? "end" : "start", dx: toLeft ? 4 : -4 },
        ...{ fontSize: 10.5, fill: "currentColor", stroke: "var(--page)", strokeWidth: 3 },
      }),
    ];
  };
  return plotPanel(heading, {
    height: 8 + 44 + LINE * names.length,
    ...{ marginTop: 8, marginLeft: 118, insetLeft: 8, insetRight: 8 },
    x: { labelArrow: "none", ticks: 4, ...scale },
    y: { type: "band", domain: names, label: null },
    marks: [
      verticals({ ticks: 4, ...scale }),
      axisY({ tickSize: 0, tickFormat: (name: string) => shorten(name, 16) }),
      ruleY(names, { y: (name: string) => name, stroke: "var(--grid)" }),
      ...(at === undefined
        ? []
        : [ruleX([at], { stroke: "var(--muted)", strokeDasharray: "1,3", strokeWidth: 1.5 })]),
      ...lines.flatMap(marksOf),
    ] as Markish[],
  });
};
