-- alignment: the mean cosine of one estimate with the true gradient, at 5 and at 80 trajectories
SELECT
  estimator,
  max(mean_cosine) FILTER (WHERE batch_size = 5) AS sampled_alignment_5,
  max(mean_cosine_se) FILTER (WHERE batch_size = 5) AS sampled_se_5,
  max(mean_cosine) FILTER (WHERE batch_size = 80) AS sampled_alignment_80
FROM estimator_summary
WHERE estimator <> 'agent'
GROUP BY estimator
ORDER BY estimator;

-- bias at 80 trajectories: what the mean estimate is turned by, in degrees, and scaled by; exact where the model says so
SELECT
  estimator,
  exact_turned_by,
  exact_scaled_by,
  turned_by AS sampled_turned_by,
  scaled_by AS sampled_scaled_by
FROM estimator_summary
WHERE estimator <> 'agent' AND batch_size = 80
ORDER BY estimator;
