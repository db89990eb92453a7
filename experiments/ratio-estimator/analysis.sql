-- where the expectation points: cosine, length and bias (no exact figure where too many batches can happen)
SELECT
  v.estimator,
  v.batch_size,
  m.cosine AS exact_cosine,
  m.mean_norm / v.truth_norm AS exact_norm_ratio,
  m.bias_norm AS exact_bias,
  v.cosine_of_mean AS sampled_cosine,
  v.norm_ratio AS sampled_norm_ratio
FROM estimator_summary AS v
LEFT JOIN exact_moments AS m USING (estimator, batch_size)
WHERE v.estimator <> 'agent'
ORDER BY v.estimator, v.batch_size;

-- scale against direction: both have the same cosine in every single estimate, and other errors
SELECT
  estimator,
  batch_size,
  mean_cosine AS sampled_mean_cosine,
  total_variance AS sampled_variance,
  mse AS sampled_mse,
  env_steps AS sampled_steps
FROM estimator_summary
WHERE estimator <> 'agent'
ORDER BY estimator, batch_size;
