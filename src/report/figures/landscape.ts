import { areaY, contour, dot, line, type Markish } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import { SEQUENTIAL_CLASSES } from "../drawing/palette.ts";
import { plotPanel } from "../drawing/plot-panel.ts";
import { above, ramp } from "../drawing/ramp.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal, valuesOf } from "../text/literal.ts";

const KINDS: Readonly<Record<string, string>> = { true: "the true J", surrogate: "the surrogate" };

/** The objective around θ, along two directions. */
export const landscape: Figure = {
  name: "landscape",
  title: "What does the ground look like?",
  reading:
    "The objective at θ + x u + y v around the frozen θ (the cross), for the true J and for the surrogate that a batch makes " +
    "of it: where the two slope differently, following the surrogate leads astray.",
  needs: "the diagnostic `landscape` of a probe",
  sql: ({ study, probes, landscape: recorded, single }) =>
    !recorded || single === undefined
      ? undefined
      : `/* the objective around θ, of one seed */
SELECT r.agent, p.iteration, l.kind, l.x, l.y, l.value, l.standard_error
FROM landscape AS l JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
WHERE x.name = ${literal(study)} AND r.seed = ${single.seed}
  AND (r.agent, p.iteration) IN (VALUES ${valuesOf(probes.map(({ agent, iteration }) => [agent, iteration]))})
ORDER BY r.agent, p.iteration, l.kind DESC, l.y, l.x`,
  draw: (rows, { probes }) => ({
    panels: probes.flatMap(({ agent, iteration }) =>
      [...new Set(rows.map(({ kind }) => String(kind)))].flatMap((kind) => {
        const own = rows.filter(
          (row) =>
            row.agent === agent && row.iteration === iteration && row.kind === kind && row.value !== null,
        );
        const title = `${agent}, iteration ${iteration}`;
        const note = KINDS[kind] ?? kind;
        if (own.length < 3 || new Set(own.map(({ value }) => value)).size < 2) return [];
        return new Set(own.map(({ y }) => y)).size > 1 ? surface(title, note, own) : slice(title, note, own);
      }),
    ),
    legend: [],
    findings: [],
  }),
};

const describe = (rows: readonly Row[]): string => {
  const order = [...rows].sort((a, b) => Number(a.value) - Number(b.value));
  const say = ({ x, y, value }: Row) =>
    `${formatNumber(Number(value))} at (${formatNumber(Number(x))}, ${formatNumber(Number(y))})`;
  return `From ${say(order[0])} to ${say(order[order.length - 1])}.`;
};

const surface = (title: string, note: string, rows: readonly Row[]): Panel => {
  const values = rows.map(({ value }) => Number(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (high - low) / SEQUENTIAL_CLASSES;
  const thresholds = Array.from({ length: SEQUENTIAL_CLASSES - 1 }, (_, i) => low + (i + 1) * step);
  const contours = plotPanel(
    { title, note, description: describe(rows) },
    {
      height: 340,
      x: { label: "x, along u", labelArrow: "none", ticks: 5 },
      y: { label: "y, along v", ticks: 5 },
      color: {
        type: "threshold",
        domain: thresholds,
        range: Array.from({ length: SEQUENTIAL_CLASSES }, (_, i) => `var(--q${i})`),
      },
      marks: [
        contour(rows, {
          x: "x",
          y: "y",
          fill: "value",
          stroke: "var(--page)",
          strokeWidth: 0.5,
          thresholds: [low - step, ...thresholds],
          interpolate: "barycentric",
        }),
        dot([[0, 0]], { symbol: "times", r: 6, stroke: "var(--s2)", strokeWidth: 2.5 }),
      ] as Markish[],
    },
  );
  const ends = [0, SEQUENTIAL_CLASSES / 2, SEQUENTIAL_CLASSES].map((at) => [at, low + at * step] as const);
  return above(contours, ramp("q", SEQUENTIAL_CLASSES, ends));
};

const slice = (title: string, note: string, rows: readonly Row[]): Panel =>
  plotPanel(
    { title, note, description: describe(rows) },
    {
      x: { label: "x, along u", labelArrow: "none", ticks: 5 },
      y: { label: "objective", ticks: 5 },
      marks: [
        areaY(
          rows.filter(({ standard_error }) => standard_error !== null),
          {
            x: "x",
            y1: (row: Row) => Number(row.value) - 2 * Number(row.standard_error),
            y2: (row: Row) => Number(row.value) + 2 * Number(row.standard_error),
            fill: "var(--s1)",
            fillOpacity: 0.2,
          },
        ),
        line(rows, { x: "x", y: "value", stroke: "var(--s1)", strokeWidth: 2 }),
      ] as Markish[],
    },
  );
