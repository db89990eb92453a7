-- d dimensions, ‖∇J‖ = 2: E‖ĝ‖² of one trajectory, and its formula; with leave-one-out of 64, and for the mean as baseline
WITH cell AS (
  SELECT
    json_array_length(r.config, '$.environment.center') AS d,
    m.estimator, m.batch_size AS n, m.mean_norm * m.mean_norm + m.batch_size * m.total_variance AS square
  FROM exact_moments AS m
  JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
  JOIN study AS x USING (study_id)
  WHERE x.name LIKE 'norm-growth%' AND m.batch_size = 64
)
SELECT
  d,
  max(square) FILTER (WHERE estimator = 'score') AS exact_score,
  d * (d + 2) * (d + 4) + 4 * (d + 2) + d + 2 * d * (d + 2) AS formula,
  max(square) FILTER (WHERE estimator = 'leave-one-out') AS exact_leave_one_out,
  2 * d * d + 12 * d + 8 AS formula_mean,
  max(square) FILTER (WHERE estimator = 'pathwise') AS exact_pathwise
FROM cell
GROUP BY d
ORDER BY d;

-- the power of d that it grows by, from one d to the next, and trajectories for an alignment of 0.9
WITH cell AS (
  SELECT
    json_array_length(r.config, '$.environment.center') AS d,
    m.estimator, m.mean_norm * m.mean_norm + m.batch_size * m.total_variance AS square, b.trajectories
  FROM exact_moments AS m
  JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
  JOIN study AS x USING (study_id)
  JOIN batch_for_alignment AS b ON b.study = x.name AND b.estimator = m.estimator
  WHERE x.name LIKE 'norm-growth%' AND m.batch_size = 64
), grown AS (
  SELECT *, ln(square / lag(square) OVER next) / ln(1.0 * d / lag(d) OVER next) AS power
  FROM cell
  WINDOW next AS (PARTITION BY estimator ORDER BY d)
)
SELECT
  d,
  max(power) FILTER (WHERE estimator = 'score') AS exact_power_score,
  max(power) FILTER (WHERE estimator = 'leave-one-out') AS exact_power_loo,
  max(power) FILTER (WHERE estimator = 'pathwise') AS exact_power_pathwise,
  max(trajectories) FILTER (WHERE estimator = 'score') AS sampled_needed_score,
  max(trajectories) FILTER (WHERE estimator = 'leave-one-out') AS sampled_needed_loo,
  max(trajectories) FILTER (WHERE estimator = 'pathwise') AS sampled_needed_pathwise
FROM grown
GROUP BY d
ORDER BY d;

-- what 64 trajectories show: norm of an estimate and mean alignment
SELECT
  json_array_length(r.config, '$.environment.center') AS d,
  v.truth_norm AS exact_norm,
  max(v.mean_norm) FILTER (WHERE v.estimator = 'score') AS sampled_norm_score,
  max(v.mean_norm) FILTER (WHERE v.estimator = 'leave-one-out') AS sampled_norm_loo,
  max(v.mean_norm) FILTER (WHERE v.estimator = 'pathwise') AS sampled_norm_pathwise,
  max(v.mean_cosine) FILTER (WHERE v.estimator = 'score') AS sampled_cosine_score,
  max(v.mean_cosine) FILTER (WHERE v.estimator = 'leave-one-out') AS sampled_cosine_loo,
  max(v.mean_cosine) FILTER (WHERE v.estimator = 'pathwise') AS sampled_cosine_pathwise
FROM estimator_summary AS v
JOIN study AS x ON x.name = v.study
JOIN run AS r USING (study_id)
WHERE v.study LIKE 'norm-growth%' AND v.batch_size = 64
GROUP BY d, v.truth_norm
ORDER BY d;

-- ten dimensions, c added to every reward: variance of one trajectory's estimate, its formula, and with leave-one-out of 64
SELECT
  json_extract(r.config, '$.environment.offset') AS c,
  max(m.batch_size * m.total_variance) FILTER (WHERE m.estimator = 'score') AS exact_variance,
  1974 + 10 * pow(json_extract(r.config, '$.environment.offset'), 2) - 260 * json_extract(r.config, '$.environment.offset')
    AS formula,
  max(m.batch_size * m.total_variance) FILTER (WHERE m.estimator = 'leave-one-out') AS exact_leave_one_out
FROM exact_moments AS m
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
JOIN study AS x USING (study_id)
WHERE x.name LIKE 'reward-offset%' AND m.batch_size = 64
GROUP BY c
ORDER BY c;
