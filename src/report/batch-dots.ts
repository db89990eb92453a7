import { dot, type Markish, ruleX, ruleY, text } from "@observablehq/plot";
import type { Row } from "../store/snapshot.ts";
import { around, drawable, type Measure, tipOf } from "./batch-measure.ts";
import { commonBatchSize } from "./batch-size.ts";
import type { Line } from "./drawing/agreeing.ts";
import { namedRows } from "./drawing/named-rows.ts";
import { byBatchSize } from "./drawing/symbols.ts";
import type { About, Panel } from "./figure.ts";

/**
 * A row per estimator, or per several that agree, in the order of their values at a batch size that most have; a dot per
 * batch size, the larger the darker, with bars of two standard errors; pale ticks, shown on demand, for what the model says.
 */
export const batchDots = (
  about: About,
  here: readonly Row[],
  lines: readonly Line[],
  measure: Measure,
): Panel => {
  const { measured, scale } = measure;
  const size = commonBatchSize(lines.flatMap(({ rows }) => rows));
  const at = ({ rows }: Line) => Number((rows.find((row) => row.batch_size === size) ?? rows[0])[measured]);
  const order = [...lines].sort((a, b) => at(b) - at(a));
  const sizes = [...new Set(lines.flatMap(({ rows }) => rows.map(({ batch_size }) => Number(batch_size))))];
  sizes.sort((a, b) => a - b);
  const shade = (row: Row) => 0.35 + (0.65 * (sizes.indexOf(Number(row.batch_size)) + 1)) / sizes.length;
  const level = measure.level === undefined ? null : here[0][measure.level];
  const marks = (line: Line, y: number, i: number): Markish[] => {
    const { className, color } = line;
    const rows = byBatchSize(line.rows);
    const middle = () => y;
    const look = { className, stroke: color };
    return [
      ...(i === 0 && drawable(level, measure)
        ? [ruleX([level], { stroke: "var(--muted)", strokeDasharray: "1,3", strokeWidth: 1.5 })]
        : []),
      ruleX(
        rows.filter((row) => drawable(row[measure.exact], measure)),
        {
          ...{ x: measure.exact, y1: () => y - 9, y2: () => y + 9, stroke: color, strokeWidth: 6 },
          ...{ strokeOpacity: 0.4, className: `${className} asked` },
        },
      ),
      ruleY(rows, { ...look, y: middle, x1: around(measure, -1), x2: around(measure, 1), strokeWidth: 1.5 }),
      dot(rows, {
        className,
        x: measured,
        y: middle,
        r: 5,
        fill: color,
        fillOpacity: shade,
        stroke: color,
        strokeWidth: 1,
        title: tipOf(line, measure),
      }),
      ...(i === 0
        ? [
            text(apart(rows, measure), {
              x: measured,
              y: middle,
              dy: -14,
              text: (row: Row) => (row === rows[0] ? `n = ${row.batch_size}` : String(row.batch_size)),
              fill: "var(--muted)",
              fontSize: 11,
            }),
          ]
        : []),
    ] as Markish[];
  };
  return namedRows(about, order, { x: scale, label: measure.label, marks });
};

/** Those that are so far apart that their batch sizes can be written above them; the largest is. */
const apart = (rows: readonly Row[], { measured, scale }: Measure): Row[] => {
  const place = (value: number) => (scale.type === "log" ? Math.log(value) : value);
  const [low, high] = scale.domain.map(place);
  const kept: Row[] = [];
  for (const row of [...rows].reverse()) {
    const away = (other: Row) =>
      Math.abs(place(Number(row[measured])) - place(Number(other[measured]))) / (high - low);
    if (kept.every((other) => away(other) > 0.12)) kept.push(row);
  }
  return kept;
};
