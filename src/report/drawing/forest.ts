import { dot, type Markish, ruleX, ruleY, type ScaleOptions } from "@observablehq/plot";
import type { Interval } from "../../statistics/interval.ts";
import type { About, Panel } from "../figure.ts";
import type { Line } from "./agreeing.ts";
import { namedRows } from "./named-rows.ts";
import { symbols } from "./symbols.ts";

/** A row: one name or several, their value with an interval, and what it is made of. */
export interface ForestLine extends Interval {
  readonly line: Line;
  /** What stands at its right. */
  readonly label: string;
  /** Single values behind it, drawn small. */
  readonly values?: readonly number[];
  readonly hollow?: boolean;
}

/** Values with their intervals, a row for each; limits that are NaN are not drawn. @param at a value to compare with */
export const forest = (
  heading: About,
  lines: readonly ForestLine[],
  scale: Omit<ScaleOptions, "type"> & { readonly label: string; readonly domain: [number, number] },
  at?: number,
): Panel => {
  const [first, last] = scale.domain;
  const within = (value: number) => () => Math.max(first, Math.min(last, value));
  const marks = ({ names }: Line, y: number, i: number): Markish[] => {
    const { line, estimate, low, high, label, values = [], hollow = false } = lines[i];
    const { className, color } = line;
    const place = { y: () => y, className };
    return [
      ...(i === 0 && at !== undefined
        ? [ruleX([at], { stroke: "var(--muted)", strokeDasharray: "1,3", strokeWidth: 1.5 })]
        : []),
      dot(values, { ...place, x: (value) => value, r: 2, dy: 8, fill: color, fillOpacity: 0.45 }),
      ...(Number.isFinite(low + high)
        ? [ruleY([0], { ...place, x1: within(low), x2: within(high), stroke: color, strokeWidth: 1.75 })]
        : []),
      symbols([{ estimate }], line, {
        ...{ ...place, x: "estimate", hollow, r: 5, title: () => `${names.join(", ")}: ${label}` },
      }),
    ] as Markish[];
  };
  return namedRows(
    heading,
    lines.map(({ line }) => line),
    {
      x: { type: "linear", ticks: 4, ...scale },
      label: scale.label,
      values: lines.map(({ label }) => label),
      marks,
    },
  );
};
