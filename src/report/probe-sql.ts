import type { Selection } from "./selection.ts";
import { literal, valuesOf } from "./text/literal.ts";

/** Condition on the columns study, agent and iteration of a view, called by `prefix`: only what is drawn. */
export const drawn = ({ study, probes }: Selection, prefix = ""): string =>
  `${prefix}study = ${literal(study)}
  AND (${prefix}agent, ${prefix}iteration) IN (VALUES ${valuesOf(probes.map(({ agent, iteration }) => [agent, iteration]))})`;

/** The mean over the seeds of an expression over `exact_moments AS m`, as a CTE `exact` with a column `name`. */
export const overExactMoments = (
  { study, probes }: Selection,
  expression: string,
  name: string,
): string => `exact AS (
  SELECT r.agent, p.iteration, m.estimator, m.batch_size, avg(${expression}) AS ${name}
  FROM exact_moments AS m JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
    JOIN study AS x USING (study_id)
  WHERE x.name = ${literal(study)}
    AND (r.agent, p.iteration) IN (VALUES ${valuesOf(probes.map(({ agent, iteration }) => [agent, iteration]))})
  GROUP BY r.agent, p.iteration, m.estimator, m.batch_size
)`;

/** What was predicted of the cells of every seed, as a CTE `predicted`. */
export const predictions = ({ study, probes }: Selection): string => `predicted AS (
  SELECT r.agent, r.seed, p.iteration, e.estimator, e.batch_size, e.alignment, e.low, e.high, e.agreement, f.source
  FROM predicted_alignment AS e JOIN alignment_forecast AS f USING (probe_id, estimator)
    JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = ${literal(study)}
    AND (r.agent, p.iteration) IN (VALUES ${valuesOf(probes.map(({ agent, iteration }) => [agent, iteration]))})
)`;

/**
 * The standard error of a mean over seeds of a mean over the N estimates of a cell: √(Σ S/N/(N − 1)) / seeds, as a CTE
 * `error` with a column `name`.
 *
 * @param scatter the column of `cell` that holds S, the squared deviations of what the mean is of
 */
export const standardErrors = (
  { study, probes }: Selection,
  scatter: string,
  name: string,
): string => `seed_error AS (
  SELECT r.agent, p.iteration, c.estimator, c.batch_size, c.${scatter} / c.finite / (c.finite - 1) AS square
  FROM cell AS c JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = ${literal(study)}
    AND (r.agent, p.iteration) IN (VALUES ${valuesOf(probes.map(({ agent, iteration }) => [agent, iteration]))})
), error AS (
  SELECT agent, iteration, estimator, batch_size, sqrt(sum(square)) / count(square) AS ${name}
  FROM seed_error GROUP BY agent, iteration, estimator, batch_size
)`;

/** Columns of `estimator_summary`: the alignment, corrected where ∇J is a reference, and its standard error. */
export const ALIGNMENT = `CASE truth_method WHEN 'reference' THEN corrected_cosine ELSE mean_cosine END AS alignment,
    CASE truth_method WHEN 'reference' THEN (corrected_cosine_high - corrected_cosine_low) / 3.92 ELSE mean_cosine_se END AS se`;
