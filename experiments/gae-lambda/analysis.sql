-- one trajectory: exact bias and variance of GAE(λ) beside the sampled ones
SELECT
  substr(estimator, 5) AS lambda,
  exact_bias_norm AS exact_bias,
  exact_total_variance AS exact_variance,
  bias_norm AS sampled_bias,
  bias_noise AS sampled_bias_noise,
  total_variance AS sampled_variance
FROM estimator_summary
WHERE batch_size = 1 AND estimator LIKE 'GAE%'
ORDER BY CAST(substr(estimator, 5) AS REAL);

-- mean squared error, bias² + variance/n, by batch size n; REINFORCE has no bias and no critic
SELECT
  CASE estimator WHEN 'agent' THEN 'REINFORCE' ELSE substr(estimator, 5) END AS lambda,
  max(exact_bias_norm * exact_bias_norm + exact_total_variance) FILTER (WHERE batch_size = 1) AS exact_mse_1,
  max(exact_bias_norm * exact_bias_norm + exact_total_variance) FILTER (WHERE batch_size = 4) AS exact_mse_4,
  max(exact_bias_norm * exact_bias_norm + exact_total_variance) FILTER (WHERE batch_size = 16) AS exact_mse_16,
  max(exact_bias_norm * exact_bias_norm + exact_total_variance) FILTER (WHERE batch_size = 64) AS exact_mse_64,
  max(exact_bias_norm * exact_bias_norm + exact_total_variance) FILTER (WHERE batch_size = 256) AS exact_mse_256,
  max(mse) FILTER (WHERE batch_size = 16) AS sampled_mse_16
FROM estimator_summary
GROUP BY estimator
ORDER BY estimator = 'agent', CAST(substr(estimator, 5) AS REAL);

-- the λ of least error at each batch size, and the error of λ = 0 and of λ = 1 in units of the least
WITH error AS (
  SELECT
    batch_size,
    substr(estimator, 5) AS lambda,
    exact_bias_norm * exact_bias_norm + exact_total_variance AS exact_mse
  FROM estimator_summary
  WHERE estimator LIKE 'GAE%'
), least AS (
  SELECT batch_size, min(exact_mse) AS exact_least_mse, lambda AS exact_best_lambda FROM error GROUP BY batch_size
)
SELECT
  batch_size,
  exact_best_lambda,
  exact_least_mse,
  max(exact_mse) FILTER (WHERE lambda = '0') / exact_least_mse AS exact_ratio_of_0,
  max(exact_mse) FILTER (WHERE lambda = '1') / exact_least_mse AS exact_ratio_of_1
FROM least JOIN error USING (batch_size)
GROUP BY batch_size;

-- the direction: cosine of the expectation, and mean alignment of single estimates of 16 trajectories
SELECT
  substr(m.estimator, 5) AS lambda,
  m.cosine AS exact_cosine_of_mean,
  m.mean_norm / v.truth_norm AS exact_norm_ratio,
  v.mean_cosine AS sampled_mean_cosine
FROM exact_moments AS m
JOIN estimator_summary AS v USING (estimator, batch_size)
WHERE m.batch_size = 16 AND m.estimator LIKE 'GAE%'
ORDER BY CAST(substr(m.estimator, 5) AS REAL);
