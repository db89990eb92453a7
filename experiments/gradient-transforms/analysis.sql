-- one trajectory, and two: bias and variance without any sampling, where an estimate does not draw numbers of its own
SELECT
  v.estimator,
  max(v.exact_bias_norm) FILTER (WHERE v.batch_size = 1) AS exact_bias_1,
  max(v.exact_bias_norm) FILTER (WHERE v.batch_size = 2) AS exact_bias_2,
  max(v.exact_total_variance) FILTER (WHERE v.batch_size = 1) AS exact_variance_1,
  max(v.exact_total_variance) FILTER (WHERE v.batch_size = 2) AS exact_variance_2,
  max(v.bias_norm) FILTER (WHERE v.batch_size = 1) AS sampled_bias_1,
  max(v.bias_noise) FILTER (WHERE v.batch_size = 1) AS sampled_bias_noise_1,
  max(v.total_variance) FILTER (WHERE v.batch_size = 1) AS sampled_variance_1
FROM estimator_summary AS v
WHERE v.estimator <> 'agent'
GROUP BY v.estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- direction and scale of the expectation as the batch grows
SELECT
  v.estimator,
  max(m.cosine) FILTER (WHERE v.batch_size = 1) AS exact_cosine_1,
  max(m.cosine) FILTER (WHERE v.batch_size = 2) AS exact_cosine_2,
  max(v.cosine_of_mean) FILTER (WHERE v.batch_size = 16) AS sampled_cosine_16,
  max(v.norm_ratio) FILTER (WHERE v.batch_size = 16) AS sampled_norm_ratio_16,
  max(v.mean_cosine) FILTER (WHERE v.batch_size = 16) AS sampled_mean_cosine_16
FROM estimator_summary AS v
LEFT JOIN exact_moments AS m USING (estimator, batch_size)
WHERE v.estimator <> 'agent'
GROUP BY v.estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- a mask adds ((1 − p)/p) E‖ĝ‖² to the variance of the plain estimate; z in standard errors of the difference
WITH plain AS (
  SELECT batch_size, total_variance, total_variance + mean_norm * mean_norm AS square
  FROM exact_moments WHERE estimator = 'plain'
), mask AS (
  SELECT estimator, batch_size, 1.0 * substr(estimator, 6) AS p,
    avg(squared_deviation) AS variance,
    sqrt((avg(squared_deviation * squared_deviation) - avg(squared_deviation) * avg(squared_deviation)) / count(*)) AS se
  FROM estimate WHERE estimator LIKE 'mask%'
  GROUP BY estimator, batch_size
)
SELECT
  mask.estimator,
  mask.batch_size,
  (1 - p) / p * square AS exact_added,
  total_variance + (1 - p) / p * square AS exact_variance,
  variance AS sampled_variance,
  (variance - total_variance - (1 - p) / p * square) / se AS sampled_z
FROM mask JOIN plain USING (batch_size)
ORDER BY p DESC, mask.batch_size;
