import { line, type Markish, type PlotOptions, type ScaleOptions } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import { batchSizeText } from "../batch-size.ts";
import { agreeing, type Line } from "../drawing/agreeing.ts";
import { labelEnds, labelMargin } from "../drawing/end-labels.ts";
import { horizontals } from "../drawing/grids.ts";
import { logScale } from "../drawing/log-scale.ts";
import { MARGINS, plotPanel, SMALL } from "../drawing/plot-panel.ts";
import { seriesIn } from "../drawing/series.ts";
import { symbols } from "../drawing/symbols.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal, valuesOf } from "../text/literal.ts";

const MAX_PROMPTS = 6;
/** Of these, where each line has a panel of its own, as more than so many in one hide each other. */
const MAX_SPLIT = 3;
const MAX_LINES = 5;

/** The true gradient of a language, and the noise of its estimates, by prompt and position of the token. */
export const tokens: Figure = {
  name: "tokens",
  title: "Which tokens does the gradient come from?",
  reading:
    "Of the coordinates of θ that choose one token of an answer, by prompt and position: the norm of ∇J (wide, gray), and the noise " +
    "of each estimator at its largest batch size, the root of the total variance of these coordinates of one estimate. Where the " +
    "noise is above the gradient, one batch does not tell what to write there. At one θ, of one seed.",
  needs: "an environment of kind sequence, a softmax policy and a true gradient",
  sql({ study, single, sequences }) {
    if (single === undefined || sequences === undefined) return undefined;
    const { tokens, prefixes, positions } = sequences;
    const ranges = positions.map(([first, last], i) => [i + 1, first, last]);
    return `/* norm of the true gradient, and noise of the estimates, by prompt and token, at one θ; needs the vec_ functions of: trueslope sql */
WITH chosen AS (
  SELECT p.probe_id FROM probe AS p JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = ${literal(study)} AND r.agent = ${literal(single.agent)} AND r.seed = ${single.seed} AND p.iteration = ${single.iteration}
), range (position, first, last) AS (
  VALUES ${valuesOf(ranges)}
), largest AS (
  SELECT estimator, max(batch_size) AS batch_size FROM cell JOIN chosen USING (probe_id) GROUP BY estimator
), vector AS (
  SELECT NULL AS estimator, NULL AS batch_size, vec_json(gradient) AS numbers FROM truth JOIN chosen USING (probe_id)
  UNION ALL
  SELECT estimator, batch_size, vec_json(vec_variance(gradient))
  FROM estimate JOIN chosen USING (probe_id) JOIN largest USING (estimator, batch_size)
  WHERE finite = 1 GROUP BY estimator, batch_size
), coordinate AS (
  SELECT estimator, batch_size, key / ${tokens} / ${prefixes} + 1 AS prompt, key / ${tokens} % ${prefixes} AS prefix,
    CASE WHEN estimator IS NULL THEN value * value ELSE value END AS square
  FROM vector, json_each(numbers)
)
SELECT prompt, position, estimator, batch_size, sqrt(sum(square)) AS size
FROM coordinate JOIN range ON prefix BETWEEN first AND last
GROUP BY prompt, position, estimator, batch_size ORDER BY prompt, estimator, position`;
  },
  draw(rows, selection) {
    const { single, sequences } = selection;
    const truth = rows.filter(({ estimator }) => estimator === null);
    if (single === undefined || sequences === undefined || truth.length === 0)
      return { panels: [], legend: [], findings: [] };
    const noise = rows.filter(({ estimator }) => estimator !== null);
    const lines = agreeing(noise, seriesIn(noise, selection.estimators), ["size"], ["prompt", "position"]);
    const many = lines.length > MAX_LINES;
    const most = Math.min(sequences.prompts, many ? MAX_SPLIT : MAX_PROMPTS);
    const prompts = Array.from({ length: most }, (_, i) => i + 1);
    const y = logScale(
      rows.filter(({ prompt }) => prompts.includes(Number(prompt))).map(({ size }) => Number(size)),
    );
    const left = sequences.prompts - prompts.length;
    const { agent, iteration, seed } = single;
    const sizes = noise.length === 0 ? "no estimates" : batchSizeText(together(noise));
    return {
      panels: prompts.flatMap((prompt) => {
        const of = (all: readonly Row[]) =>
          all.filter((row) => row.prompt === prompt && Number(row.size) >= y.domain[0]);
        const here = lines.map((line) => ({ ...line, rows: of(line.rows) }));
        const axes = { x: positionAxis(sequences.positions.length), y };
        return promptPanels(
          prompt,
          of(truth),
          here.filter((line) => line.rows.length > 0),
          axes,
          many,
        );
      }),
      legend: seriesIn(noise, selection.estimators),
      named: true,
      keys: [{ mark: "pale", label: "‖∇J‖" }],
      findings: [
        `${agent}, iteration ${iteration}, seed ${seed}; ${sizes}.${left > 0 ? ` ${left} more prompts are not drawn.` : ""}`,
      ],
    };
  },
};

/** One row of each estimator. */
const together = (rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.estimator, row])).values(),
];

const positionAxis = (last: number): ScaleOptions => {
  const positions = Array.from({ length: last }, (_, i) => i + 1);
  return {
    ...{ label: "token of the answer", labelArrow: "none", inset: 18, tickFormat: String },
    ticks: positions.filter((position) => (position - 1) % Math.ceil(last / 10) === 0),
    domain: [1, Math.max(2, last)],
  };
};

const AT = { x: "position", y: "size" };

/** The panel of a prompt, with all lines named at their ends, or one for each of many lines. */
const promptPanels = (
  prompt: number,
  truth: readonly Row[],
  lines: readonly Line[],
  { x, y }: { readonly x: ScaleOptions; readonly y: ReturnType<typeof logScale> },
  many: boolean,
): Panel[] => {
  const said = (rows: readonly Row[]) =>
    rows.map(({ position, size }) => `token ${position} ${formatNumber(Number(size))}`).join(", ");
  const panel = (title: string, shown: readonly Line[], options: PlotOptions, note?: string) =>
    plotPanel(
      {
        ...{ title, ...(note !== undefined && { note }) },
        description:
          `Norm of the true gradient of prompt ${prompt}: ${said(truth)}. ` +
          `Noise: ${shown.map(({ names, rows }) => `${names.join(", ")}: ${said(rows)}`).join("; ")}.`,
      },
      {
        ...options,
        x,
        y: { label: "size of gradient and noise", ...y },
        marks: [
          horizontals(y),
          line(truth, { ...AT, stroke: "var(--muted)", strokeWidth: 7, strokeOpacity: 0.45 }),
          ...shown.map(noiseLine),
        ] as Markish[],
      },
    );
  if (many) return lines.map((each) => panel(each.names.join(", "), [each], SMALL, `prompt ${prompt}`));
  const margin = labelMargin(lines);
  const ends = lines.map((each) => {
    const last = each.rows.at(-1) as Row;
    return { series: each, names: each.names, x: Number(last.position), y: Number(last.size) };
  });
  return [labelEnds(panel(`prompt ${prompt}`, lines, { ...MARGINS, marginRight: margin }), ends, margin)];
};

const noiseLine = (each: Line): Markish => {
  const { rows, className, color, dashes, names } = each;
  return [
    line(rows, {
      ...{ ...AT, stroke: color, strokeWidth: 1.5, className },
      ...(dashes && { strokeDasharray: dashes }),
    }),
    symbols(rows, each, {
      ...AT,
      title: ({ position, size }: Row) =>
        `${names.join(", ")}, token ${position}: ${formatNumber(Number(size))}`,
    }),
  ] as Markish;
};
