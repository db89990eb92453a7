import { geo, type Markish } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import type { Panel } from "../figure.ts";
import type { GridWorld, Side } from "../grid-world.ts";
import { formatNumber } from "../text/format-number.ts";
import { DIVERGING_CLASSES } from "./palette.ts";
import { plotPanel } from "./plot-panel.ts";

/** The largest size of a coordinate; 1 if all are 0. */
export const largestSize = (rows: readonly Row[]): number =>
  Math.max(...rows.map(({ value }) => Math.abs(Number(value)))) || 1;

/** Class of a value on the diverging scale, by the square root of its size; beyond the largest, the last one. */
const classOf = (value: number, largest: number): number => {
  const half = (DIVERGING_CLASSES - 1) / 2;
  return half + Math.sign(value) * Math.min(half, Math.round(half * Math.sqrt(Math.abs(value) / largest)));
};

/** The triangle of a cell that an action points to, from the center; half of the cell if there are two actions. */
const corners: Readonly<Record<Side, readonly (readonly [number, number])[]>> = {
  left: [
    [0, 0],
    [0.5, 0.5],
    [0, 1],
  ],
  right: [
    [1, 0],
    [0.5, 0.5],
    [1, 1],
  ],
  up: [
    [0, 0],
    [0.5, 0.5],
    [1, 0],
  ],
  down: [
    [0, 1],
    [0.5, 0.5],
    [1, 1],
  ],
};

/** The half of a cell, where there are only two actions. */
const halves: typeof corners = {
  ...corners,
  left: [
    [0, 0],
    [0.5, 0],
    [0.5, 1],
    [0, 1],
  ],
  right: [
    [0.5, 0],
    [1, 0],
    [1, 1],
    [0.5, 1],
  ],
};

/**
 * A vector with one coordinate per cell and action, each in the part of its cell that the action points to.
 *
 * @param rows cell, action and value, in the order of θ
 * @param truth the same of the true gradient, whose largest size is the end of the scale of colors
 * @param where the probe, in words
 */
export const gridMap = (
  rows: readonly Row[],
  truth: readonly Row[],
  { rows: down, columns, sides }: GridWorld,
  { title, where }: { readonly title: string; readonly where: string },
): Panel => {
  const largest = largestSize(truth);
  const width = columns > 6 ? 380 : 190;
  const side = (width - 4) / columns;
  const shape = ({ cell, action, value }: Row) => {
    const [row, column] = [Math.floor(Number(cell) / columns), Number(cell) % columns];
    const ring = (sides.length === 2 ? halves : corners)[sides[Number(action)]].map(([x, y]) => [
      column + x,
      row + y,
    ]);
    const at = `row ${row + 1}, column ${column + 1}, ${sides[Number(action)]}`;
    return {
      type: "Feature",
      geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
      properties: {
        fill: `var(--d${classOf(Number(value), largest)})`,
        title: `${at}: ${formatNumber(Number(value))}`,
      },
    };
  };
  const cells = Array.from({ length: down * columns }, (_, cell) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    return [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
      [x, y],
    ];
  });
  const largestOf = [...rows].sort((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)))[0];
  const cosine = cosineOf(rows, truth);
  const note =
    rows[0].estimator === null
      ? `‖∇J‖ = ${formatNumber(Math.sqrt(rows.reduce((sum, { value }) => sum + Number(value) ** 2, 0)))}`
      : `cosine with the truth ${Number.isNaN(cosine) ? "?" : cosine.toFixed(2)}`;
  const panel = plotPanel(
    {
      title,
      description:
        `${title} at ${where}. Its largest coordinate: cell ${largestOf.cell}, ` +
        `${sides[Number(largestOf.action)]}, ${formatNumber(Number(largestOf.value))}.`,
    },
    {
      width,
      height: Math.round(side * down) + 4,
      margin: 2,
      projection: {
        type: "identity",
        domain: {
          type: "MultiPoint",
          coordinates: [
            [0, 0],
            [columns, down],
          ],
        },
      },
      marks: [
        geo(rows.map(shape) as never, {
          fill: (feature: { properties: { fill: string } }) => feature.properties.fill,
          title: (feature: { properties: { title: string } }) => feature.properties.title,
        }),
        geo({ type: "MultiLineString", coordinates: cells } as never, {
          stroke: "var(--line)",
          strokeWidth: 1,
        }),
      ] as Markish[],
    },
  );
  return { ...panel, note };
};

const cosineOf = (a: readonly Row[], b: readonly Row[]): number => {
  const dot = (x: readonly Row[], y: readonly Row[]) =>
    x.reduce((sum, row, i) => sum + Number(row.value) * Number(y[i]?.value ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};
