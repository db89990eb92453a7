-- before training: bias and variance of estimates of 8 trajectories, without any sampling and sampled (means over the seeds)
SELECT
  estimator,
  round(avg(exact_bias_norm) / avg(truth_norm), 10) AS exact_relative_bias,
  avg(exact_total_variance) AS exact_variance,
  avg(bias_norm) / avg(truth_norm) AS sampled_relative_bias,
  avg(bias_noise) / avg(truth_norm) AS sampled_relative_bias_noise,
  avg(total_variance) AS sampled_variance,
  avg(mean_cosine) AS sampled_mean_cosine
FROM estimator_summary
WHERE agent = 'reinforce' AND iteration = 0 AND batch_size = 8 AND estimator <> 'agent'
GROUP BY estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = estimator_summary.estimator);

-- along training of each agent: mean alignment of its own estimate at each batch size
SELECT
  agent,
  iteration,
  avg(truth_norm) AS sampled_truth_norm,
  avg(mean_cosine) FILTER (WHERE batch_size = 1) AS sampled_cosine_1,
  avg(mean_cosine) FILTER (WHERE batch_size = 8) AS sampled_cosine_8,
  avg(mean_cosine) FILTER (WHERE batch_size = 64) AS sampled_cosine_64,
  avg(norm_ratio) FILTER (WHERE batch_size = 64) AS sampled_norm_ratio_64
FROM estimator_summary
WHERE estimator = 'agent'
GROUP BY agent, iteration
ORDER BY agent DESC, iteration;

-- what is learned: J(θ) by dynamic programming, mean over the seeds
SELECT
  agent,
  max(mean) FILTER (WHERE iteration = 0) AS exact_J_0,
  max(mean) FILTER (WHERE iteration = 25) AS sampled_J_25,
  max(mean) FILTER (WHERE iteration = 50) AS sampled_J_50,
  max(mean) FILTER (WHERE iteration = 99) AS sampled_J_99
FROM (SELECT agent, iteration, avg(exact_return) AS mean FROM learning_curve GROUP BY agent, iteration)
GROUP BY agent
ORDER BY agent DESC;
