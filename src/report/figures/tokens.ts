import { line, type Markish } from "@observablehq/plot";
import type { Row } from "../../store/snapshot.ts";
import { batchSizeText } from "../batch-size.ts";
import { horizontals } from "../drawing/grids.ts";
import { logScale } from "../drawing/log-scale.ts";
import { plotPanel } from "../drawing/plot-panel.ts";
import { seriesIn } from "../drawing/series.ts";
import { symbols } from "../drawing/symbols.ts";
import type { Figure, Panel } from "../figure.ts";
import type { Selection } from "../selection.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal, valuesOf } from "../text/literal.ts";

const MAX_PROMPTS = 6;

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
  SELECT estimator, max(batch_size) AS batch_size FROM estimate JOIN chosen USING (probe_id) GROUP BY estimator
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
    const prompts = Array.from({ length: Math.min(sequences.prompts, MAX_PROMPTS) }, (_, i) => i + 1);
    const y = logScale(
      rows.filter(({ prompt }) => prompts.includes(Number(prompt))).map(({ size }) => Number(size)),
    );
    const left = sequences.prompts - prompts.length;
    const { agent, iteration, seed } = single;
    const sizes = noise.length === 0 ? "no estimates" : batchSizeText(together(noise));
    return {
      panels: prompts.map((prompt) => panel(prompt, rows, selection, y)),
      legend: seriesIn(noise, selection.estimators),
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

const panel = (
  prompt: number,
  all: readonly Row[],
  { estimators, sequences }: Selection,
  y: ReturnType<typeof logScale>,
): Panel => {
  const here = all.filter((row) => row.prompt === prompt);
  const drawable = here.filter(({ size }) => Number(size) >= y.domain[0]);
  const of = (name: string | null) => drawable.filter(({ estimator }) => estimator === name);
  const series = seriesIn(drawable, estimators);
  const last = sequences?.positions.length ?? 1;
  const said = (name: string | null) =>
    here
      .filter(({ estimator }) => estimator === name)
      .map(({ position, size }) => `token ${position} ${formatNumber(Number(size))}`)
      .join(", ");
  const positions = Array.from({ length: last }, (_, i) => i + 1);
  const ticks = positions.filter((position) => (position - 1) % Math.ceil(last / 10) === 0);
  return plotPanel(
    {
      title: `prompt ${prompt}`,
      description:
        `Norm of the true gradient of prompt ${prompt}: ${said(null)}. ` +
        `Noise: ${series.map(({ name }) => `${name}: ${said(name)}`).join("; ")}.`,
    },
    {
      x: {
        ...{ label: "token of the answer", labelArrow: "none", inset: 18, ticks, tickFormat: String },
        domain: [1, Math.max(2, last)],
      },
      y: { label: "size of gradient and noise", ...y },
      marks: [
        horizontals(y),
        line(of(null), {
          x: "position",
          y: "size",
          stroke: "var(--muted)",
          strokeWidth: 7,
          strokeOpacity: 0.45,
        }),
        ...series.map((each) => [
          line(of(each.name), {
            ...{ x: "position", y: "size", stroke: each.color, strokeWidth: 1.5, className: each.className },
            ...(each.dashes && { strokeDasharray: each.dashes }),
          }),
          symbols(of(each.name), each, {
            ...{ x: "position", y: "size" },
            title: ({ position, size }: Row) =>
              `${each.name}, token ${position}: ${formatNumber(Number(size))}`,
          }),
        ]),
      ] as Markish[],
    },
  );
};
