-- problem 0: J, ∇J and its cosine with the gradient at σ = 0.01; variance of one trajectory, times σ², and over ‖∇J‖²
SELECT
  json_extract(r.config, '$.policy.deviation') AS sigma,
  t.value AS exact_J,
  t.norm AS exact_norm,
  (SELECT vec_cosine(t.gradient, quiet.gradient)
    FROM truth AS quiet JOIN probe USING (probe_id) JOIN run USING (run_id)
    WHERE json_extract(config, '$.environment.random.seed') = 0 AND json_extract(config, '$.policy.deviation') = 0.01
  ) AS exact_cosine_quiet,
  m.total_variance AS exact_variance,
  json_extract(r.config, '$.policy.deviation') * json_extract(r.config, '$.policy.deviation') * m.total_variance
    AS exact_variance_sigma2,
  m.total_variance / (t.norm * t.norm) AS exact_nsr
FROM exact_moments AS m
JOIN truth AS t USING (probe_id)
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
WHERE json_extract(r.config, '$.environment.random.seed') = 0 AND m.estimator = 'to-go minus V'
ORDER BY sigma;

-- problem 0: where that variance comes from, by rewards and process noise, actions, states, and between steps
SELECT
  json_extract(r.config, '$.policy.deviation') AS sigma,
  max(m.trajectory_variance) FILTER (WHERE m.estimator = 'to-go minus V') AS exact_process_noise,
  max(m.state_variance) FILTER (WHERE m.estimator = 'to-go minus V') AS exact_states,
  max(m.step_covariance) FILTER (WHERE m.estimator = 'to-go minus V') AS exact_between_steps,
  max(m.action_variance) FILTER (WHERE m.estimator = 'to-go minus V') AS exact_actions_V,
  max(m.action_variance) FILTER (WHERE m.estimator = 'to-go minus b_t') AS exact_actions_b_t,
  max(m.action_variance) FILTER (WHERE m.estimator = 'to-go') AS exact_actions
FROM exact_moments AS m
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
WHERE json_extract(r.config, '$.environment.random.seed') = 0
GROUP BY sigma
ORDER BY sigma;

-- worth of an estimate of n = 10 trajectories for the quiet policy, cos² / (1 + NSR/n), of 1: means over the problems
WITH cell AS (
  SELECT
    json_extract(r.config, '$.environment.random.seed') AS problem,
    json_extract(r.config, '$.policy.deviation') AS sigma,
    m.estimator, t.gradient,
    m.total_variance / (t.norm * t.norm) AS nsr
  FROM exact_moments AS m
  JOIN truth AS t USING (probe_id)
  JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
), worth AS (
  SELECT c.*, vec_cosine(c.gradient, quiet.gradient) AS cosine
  FROM cell AS c
  JOIN cell AS quiet ON quiet.problem = c.problem AND quiet.estimator = c.estimator AND quiet.sigma = 0.01
)
SELECT
  sigma,
  avg(cosine * cosine / (1 + nsr / 10)) FILTER (WHERE estimator = 'to-go') AS exact_to_go,
  avg(cosine * cosine / (1 + nsr / 10)) FILTER (WHERE estimator = 'to-go minus b_t') AS exact_minus_b_t,
  avg(cosine * cosine / (1 + nsr / 10)) FILTER (WHERE estimator = 'to-go minus V') AS exact_minus_V,
  avg(cosine * cosine) FILTER (WHERE estimator = 'to-go') AS exact_without_noise
FROM worth
GROUP BY sigma
ORDER BY sigma;

-- the σ of most worth, of those tried, for each problem and batch size n
WITH cell AS (
  SELECT
    json_extract(r.config, '$.environment.random.seed') AS problem,
    json_extract(r.config, '$.policy.deviation') AS sigma,
    m.estimator, t.gradient,
    m.total_variance / (t.norm * t.norm) AS nsr
  FROM exact_moments AS m
  JOIN truth AS t USING (probe_id)
  JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
  WHERE m.estimator <> 'agent'
), worth AS (
  SELECT c.problem, c.sigma, c.estimator, n.column1 AS n, row_number() OVER (
    PARTITION BY c.problem, c.estimator, n.column1
    ORDER BY pow(vec_cosine(c.gradient, quiet.gradient), 2) / (1 + c.nsr / n.column1) DESC
  ) AS place
  FROM cell AS c
  JOIN cell AS quiet ON quiet.problem = c.problem AND quiet.estimator = c.estimator AND quiet.sigma = 0.01
  CROSS JOIN (VALUES (1), (10), (100), (1000), (10000)) AS n
)
SELECT
  estimator,
  n,
  max(sigma) FILTER (WHERE problem = 0) AS exact_best_0,
  max(sigma) FILTER (WHERE problem = 1) AS exact_best_1,
  max(sigma) FILTER (WHERE problem = 2) AS exact_best_2,
  max(sigma) FILTER (WHERE problem = 3) AS exact_best_3
FROM worth
WHERE place = 1
GROUP BY estimator, n
ORDER BY estimator = 'to-go minus V', estimator = 'to-go minus b_t', n;
