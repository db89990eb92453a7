-- the first θ: both agents' estimates have one variance, 12 times that of the best baseline
SELECT
  r.agent,
  printf('%.6f', max(m.total_variance) FILTER (WHERE m.estimator = 'agent')) AS exact_variance,
  round(max(m.bias_norm) FILTER (WHERE m.estimator = 'agent'), 10) AS exact_bias,
  printf('%.6f', max(m.total_variance) FILTER (WHERE m.estimator = 'best-baseline')) AS exact_variance_of_best
FROM exact_moments AS m
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
WHERE p.iteration = 0 AND m.batch_size = 1
GROUP BY r.agent
ORDER BY r.agent DESC;

-- what is learned: arms with π > 0.9 after the last update
WITH final AS (
  SELECT
    r.agent,
    t.value AS J,
    exp(json_extract(vec_json(p.theta), '$[0]')) AS first,
    exp(json_extract(vec_json(p.theta), '$[1]')) AS second,
    exp(json_extract(vec_json(p.theta), '$[2]')) AS third
  FROM probe AS p
  JOIN run AS r USING (run_id)
  JOIN truth AS t USING (probe_id)
  WHERE p.iteration > 0
)
SELECT
  agent,
  count(*) AS sampled_runs,
  printf('%.1f %%', 100 * avg(first > 0.9 * (first + second + third))) AS sampled_on_best,
  printf('%.1f %%', 100 * avg(second > 0.9 * (first + second + third))) AS sampled_on_second,
  printf('%.1f %%', 100 * avg(third > 0.9 * (first + second + third))) AS sampled_on_worst,
  avg(J) AS sampled_mean_J
FROM final
GROUP BY agent
ORDER BY agent DESC;
