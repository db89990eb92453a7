-- before training, 16 trajectories an estimate: bias and variance without any sampling, and the mean alignment
SELECT
  estimator,
  round(avg(exact_bias_norm) / avg(truth_norm), 10) AS exact_relative_bias,
  avg(exact_total_variance) AS exact_variance,
  avg(mean_cosine) AS sampled_alignment
FROM estimator_summary
WHERE agent = 'A2C' AND iteration = 0 AND batch_size = 16
GROUP BY estimator
ORDER BY exact_variance IS NULL, exact_variance;

-- at the θ of A2C after 100 updates, 16 trajectories an estimate: what run prints, with the variances beside it
SELECT
  v.estimator,
  v.mean_cosine AS sampled_alignment,
  n.trajectories AS sampled_trajectories_for_26_degrees,
  v.exact_turned_by AS sampled_turned_by,
  v.exact_total_variance AS sampled_variance,
  v.truth_norm * v.truth_norm AS sampled_squared_truth_norm
FROM estimator_over_seeds AS v
JOIN batch_for_alignment_over_seeds AS n USING (study, agent, iteration, estimator)
WHERE v.iteration = 100 AND v.batch_size = 16
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- what is learned along each of them: J(θ) by dynamic programming, mean over the seeds
SELECT
  agent,
  max(mean) FILTER (WHERE iteration = 0) AS exact_J_0,
  max(mean) FILTER (WHERE iteration = 25) AS sampled_J_25,
  max(mean) FILTER (WHERE iteration = 50) AS sampled_J_50,
  max(mean) FILTER (WHERE iteration = 100) AS sampled_J_100
FROM (SELECT agent, iteration, avg(exact_return) AS mean FROM learning_curve GROUP BY agent, iteration)
GROUP BY agent
ORDER BY agent;
