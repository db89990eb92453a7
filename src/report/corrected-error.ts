/**
 * The standard error of `corrected_cosine` of `estimator_over_seeds AS v`, as an expression of SQL: √Σ s² / seeds, with
 * s a quarter (1/3.92) of the width of a seed's 95 % interval; NULL where ∇J is exact.
 */
export const CORRECTED_ERROR = `(SELECT sqrt(sum((a.high - a.low) * (a.high - a.low))) / 3.92 / count(a.high - a.low)
    FROM corrected_alignment AS a JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
      JOIN study AS x USING (study_id)
    WHERE x.name = v.study AND r.agent = v.agent AND p.iteration = v.iteration
      AND a.estimator = v.estimator AND a.batch_size = v.batch_size)`;
