import { areaY, arrow, contour, dot, line, type Markish } from "@observablehq/plot";
import { powerOfTen } from "../../arithmetic/power.ts";
import { rootSumOfSquares } from "../../arithmetic/root-sum-of-squares.ts";
import type { LandscapeKind } from "../../diagnostics/diagnostic.ts";
import type { Row } from "../../store/snapshot.ts";
import { SEQUENTIAL_CLASSES } from "../drawing/palette.ts";
import { plotPanel } from "../drawing/plot-panel.ts";
import { above, ramp } from "../drawing/ramp.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal, valuesOf } from "../text/literal.ts";

const KINDS: Readonly<Record<LandscapeKind, string>> = {
  true: "the true J",
  episode_return: "undiscounted returns",
  surrogate: "the surrogate",
  held_out: "the surrogate of another batch",
};

/** The objective around θ, along two directions. */
export const landscape: Figure = {
  name: "landscape",
  title: "What does the ground look like?",
  reading:
    "The objective at θ + x u + y v around the frozen θ (the cross), for the true J and for the surrogate that a batch makes " +
    "of it: where the two slope differently, following the surrogate leads astray. Of an agent that learns from steps its own surrogate " +
    "is drawn, on the step's batch and on another as large, and undiscounted returns. Along u, 1 is the agent's next step (dashed); v is " +
    "a random direction across it. The arrow goes the steepest way up that there is in this plane. Contours are at round values.",
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
        const note = KINDS[kind as LandscapeKind];
        if (own.length < 3 || new Set(own.map(({ value }) => value)).size < 2) return [];
        return new Set(own.map(({ y }) => y)).size > 1 ? surface(title, note, own) : slice(title, note, own);
      }),
    ),
    legend: [],
    findings: probes.flatMap(({ agent, iteration }) =>
      turned(
        `${agent}, iteration ${iteration}`,
        rows.filter((row) => row.agent === agent && row.iteration === iteration),
      ),
    ),
  }),
};

/** How far the slope of the surrogate is turned from that of J, within the plane. */
const turned = (where: string, rows: readonly Row[]): string[] => {
  const [truth, surrogate] = ["true", "surrogate"].map((kind) =>
    slope(rows.filter((row) => row.kind === kind)),
  );
  if (truth === undefined || surrogate === undefined) return [];
  const cross = truth[0] * surrogate[1] - truth[1] * surrogate[0];
  const angle = Math.abs(Math.atan2(cross, truth[0] * surrogate[0] + truth[1] * surrogate[1]));
  return [
    `${where}: in this plane the surrogate is steepest ${formatNumber((180 / Math.PI) * angle)}° aside from where J is.`,
  ];
};

/** The direction of steepest ascent at θ, of length 1, by central differences; none where it is level or y is not known. */
const slope = (rows: readonly Row[]): readonly [number, number] | undefined => {
  const steps = [...new Set(rows.map(({ x }) => Number(x)).filter((x) => x > 0))];
  const [step] = steps.sort((a, b) => a - b);
  const value = (x: number, y: number) =>
    Number(rows.find((row) => near(row.x, x) && near(row.y, y))?.value ?? Number.NaN);
  const [x, y] = [value(step, 0) - value(-step, 0), value(0, step) - value(0, -step)];
  const length = rootSumOfSquares(x, y);
  return length > 0 ? [x / length, y / length] : undefined;
};

const near = (a: Row[string], b: number): boolean => Math.abs(Number(a) - b) < 1e-9;

/** Round values strictly within a range, at most one fewer than there are colors. */
const roundLevels = (low: number, high: number): number[] => {
  const most = SEQUENTIAL_CLASSES - 1;
  const unit = powerOfTen(Math.floor(Math.log10((high - low) / most)));
  const step = unit * ([1, 2, 5].find((factor) => factor * unit * most >= high - low) ?? 10);
  const first = Math.floor(low / step) + 1;
  const count = Math.max(0, Math.ceil(high / step) - first);
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
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
  const thresholds = roundLevels(low, high);
  const colors = Array.from({ length: thresholds.length + 1 }, (_, i) =>
    Math.round((i * (SEQUENTIAL_CLASSES - 1)) / Math.max(1, thresholds.length)),
  );
  const uphill = slope(rows);
  const contours = plotPanel(
    { title, note, description: describe(rows) },
    {
      height: 340,
      x: { label: "x, along u", labelArrow: "none", ticks: 5 },
      y: { label: "y, along v", ticks: 5 },
      color: {
        type: "threshold",
        domain: thresholds,
        range: colors.map((i) => `var(--q${i})`),
      },
      marks: [
        contour(rows, {
          x: "x",
          y: "y",
          fill: "value",
          stroke: "var(--page)",
          strokeWidth: 0.5,
          thresholds: [low - (high - low), ...thresholds],
          interpolate: "barycentric",
        }),
        line(
          [
            [0, 0],
            [1, 0],
          ],
          { stroke: "var(--s0)", strokeWidth: 1.5, strokeDasharray: "4,3" },
        ),
        ...(uphill
          ? [
              arrow([uphill], {
                x1: () => 0,
                y1: () => 0,
                x2: "0",
                y2: "1",
                stroke: "var(--s2)",
                strokeWidth: 2.5,
              }),
            ]
          : []),
        dot([[0, 0]], { symbol: "times", r: 6, stroke: "var(--s2)", strokeWidth: 2.5 }),
      ] as Markish[],
    },
  );
  const every = Math.ceil(thresholds.length / 5);
  const ticks = thresholds
    .map((value, i) => [i + 1, value] as const)
    .filter((_, i) => (thresholds.length - 1 - i) % every === 0);
  return above(contours, ramp("q", thresholds.length + 1, ticks, colors));
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
