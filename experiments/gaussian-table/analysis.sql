-- f = (x − k)²: variance of one estimate, from one x or, measure-valued, from a pair of them; and the formula of it
WITH cell AS (
  SELECT
    1 - json_extract(r.config, '$.environment.k') AS delta,
    m.estimator,
    m.total_variance * CASE m.estimator WHEN 'measure-valued' THEN 1 ELSE 2 END AS variance
  FROM exact_moments AS m
  JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
  JOIN study AS x USING (study_id)
  WHERE x.name LIKE 'gaussian-table%' AND m.batch_size = 2
), named AS (
  SELECT 1 AS place, 'score' AS estimator, delta, variance, 15 + 14 * delta * delta + pow(delta, 4) AS formula
  FROM cell WHERE estimator = 'score'
  UNION ALL
  SELECT 2, 'score minus the mean', delta, variance, 10 + 8 * delta * delta
  FROM cell WHERE estimator = 'score - ' || (1 + delta * delta)
  UNION ALL
  SELECT 3, 'score minus the best', delta, variance, 6 + 8 * delta * delta
  FROM cell WHERE estimator = 'score - ' || (3 + delta * delta)
  UNION ALL
  SELECT 4, estimator, delta, variance, 4
  FROM cell WHERE estimator = 'pathwise'
  UNION ALL
  SELECT 5, estimator, delta, variance, (16 / pi() - 4) * delta * delta
  FROM cell WHERE estimator = 'measure-valued'
)
SELECT
  estimator,
  max(variance) FILTER (WHERE delta = 0) AS exact_delta_0,
  max(formula) FILTER (WHERE delta = 0) AS formula_0,
  max(variance) FILTER (WHERE delta = 1) AS exact_delta_1,
  max(formula) FILTER (WHERE delta = 1) AS formula_1,
  max(variance) FILTER (WHERE delta = 2) AS exact_delta_2,
  max(formula) FILTER (WHERE delta = 2) AS formula_2
FROM named
GROUP BY place, estimator
ORDER BY place;

-- variance of one score estimate against the baseline
SELECT
  CASE m.estimator WHEN 'score' THEN 0 ELSE CAST(substr(m.estimator, 9) AS INTEGER) END AS baseline,
  max(2 * m.total_variance) FILTER (WHERE json_extract(r.config, '$.environment.k') = 1) AS exact_delta_0,
  max(2 * m.total_variance) FILTER (WHERE json_extract(r.config, '$.environment.k') = 0) AS exact_delta_1,
  max(2 * m.total_variance) FILTER (WHERE json_extract(r.config, '$.environment.k') = -1) AS exact_delta_2
FROM exact_moments AS m
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
WHERE m.batch_size = 2 AND m.estimator LIKE 'score%' AND json_extract(r.config, '$.environment.function') = 'square'
GROUP BY baseline
ORDER BY baseline;

-- δ = 1, estimates of n = 2 and 16 evaluations of f: n × variance, exact and sampled, and the mean, where ∇J = 2
SELECT
  v.estimator,
  v.batch_size AS n,
  v.batch_size * v.exact_total_variance AS exact_n_variance,
  v.batch_size * v.total_variance AS sampled_n_variance,
  v.cosine_of_mean * v.norm_ratio * v.truth_norm AS sampled_mean,
  v.bias_noise AS sampled_mean_error,
  v.mean_cosine AS sampled_cosine
FROM estimator_summary AS v
WHERE v.study = 'gaussian-table k 0' AND v.estimator IN ('score', 'score - 2', 'score - 4', 'leave-one-out', 'pathwise', 'measure-valued')
ORDER BY v.batch_size, (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- f = cos kx, two evaluations: 2 × variance
SELECT
  json_extract(r.config, '$.environment.k') AS k,
  t.norm AS exact_norm,
  max(2 * m.total_variance) FILTER (WHERE m.estimator = 'score') AS exact_score,
  max(2 * m.total_variance) FILTER (WHERE m.estimator = 'leave-one-out') AS exact_leave_one_out,
  max(2 * m.total_variance) FILTER (WHERE m.estimator = 'pathwise') AS exact_pathwise,
  max(2 * m.total_variance) FILTER (WHERE m.estimator = 'measure-valued') AS exact_measure_valued
FROM exact_moments AS m
JOIN truth AS t USING (probe_id)
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
WHERE json_extract(r.config, '$.environment.function') = 'cosine'
GROUP BY k, t.norm
ORDER BY k;
