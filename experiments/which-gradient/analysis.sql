-- the expectation of each estimate at the first θ, π(R) = 0.3, along the gradient of J at γ = 0.5
SELECT
  m.estimator,
  t.norm AS exact_truth,
  m.cosine * m.mean_norm AS exact_mean_along_truth,
  m.cosine * m.mean_norm / 0.21 AS "exact_mean/p(1-p)",
  avg(v.cosine_of_mean * v.norm_ratio * v.truth_norm) AS sampled_mean_along_truth
FROM exact_moments AS m
JOIN truth AS t USING (probe_id)
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
JOIN estimator_summary AS v
  ON v.agent = r.agent AND v.seed = r.seed AND v.iteration = p.iteration AND v.estimator = m.estimator AND v.batch_size = m.batch_size
WHERE p.iteration = 0 AND m.batch_size = 256 AND m.estimator <> 'agent' AND r.agent = 'with-discount'
GROUP BY m.estimator
ORDER BY m.estimator DESC;

-- more trajectories make the wrong direction surer: mean alignment by batch size at the first θ
SELECT
  estimator,
  avg(mean_cosine) FILTER (WHERE batch_size = 1) AS sampled_cosine_1,
  avg(mean_cosine) FILTER (WHERE batch_size = 16) AS sampled_cosine_16,
  avg(mean_cosine) FILTER (WHERE batch_size = 256) AS sampled_cosine_256
FROM estimator_summary
WHERE iteration = 0 AND agent = 'with-discount' AND estimator <> 'agent'
GROUP BY estimator
ORDER BY estimator DESC;

-- what is learned: p = π(R) after 200 updates, J = 1.25 + 0.25 p at γ = 0.5 and J = 2.5 + 6.5 p at γ = 1 (from p = 0.3: 1.325 and 4.45)
SELECT
  r.agent,
  r.seed,
  1 / (1 + exp(-json_extract(vec_json(p.theta), '$[0]'))) AS sampled_p,
  t.value AS sampled_J,
  2.5 + 6.5 / (1 + exp(-json_extract(vec_json(p.theta), '$[0]'))) AS sampled_undiscounted_J
FROM probe AS p
JOIN run AS r USING (run_id)
JOIN truth AS t USING (probe_id)
WHERE p.iteration = 200 AND r.seed < 5
ORDER BY r.agent, r.seed;
