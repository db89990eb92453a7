-- bias and variance of estimates from batches of one trajectory, and of two; "accumulate 4" has four batches
WITH cell AS (
  SELECT *, CASE estimator WHEN 'accumulate 4' THEN batch_size / 4 ELSE batch_size END AS batch FROM estimator_summary
)
SELECT
  v.estimator,
  round(max(v.exact_bias_norm) FILTER (WHERE v.batch = 1), 10) AS exact_bias_1,
  round(max(v.exact_bias_norm) FILTER (WHERE v.batch = 2), 10) AS exact_bias_2,
  max(v.exact_total_variance) FILTER (WHERE v.batch = 1) AS exact_variance_1,
  max(v.exact_total_variance) FILTER (WHERE v.batch = 2) AS exact_variance_2,
  max(v.bias_norm) FILTER (WHERE v.batch = 1) AS sampled_bias_1,
  max(v.bias_noise) FILTER (WHERE v.batch = 1) AS sampled_bias_noise_1,
  max(v.total_variance) FILTER (WHERE v.batch = 1) AS sampled_variance_1
FROM cell AS v
WHERE v.estimator <> 'agent'
GROUP BY v.estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- direction and scale of the expectation as the batches grow
WITH cell AS (
  SELECT *, CASE estimator WHEN 'accumulate 4' THEN batch_size / 4 ELSE batch_size END AS batch FROM estimator_summary
)
SELECT
  v.estimator,
  max(m.cosine) FILTER (WHERE v.batch = 1) AS exact_cosine_1,
  max(m.cosine) FILTER (WHERE v.batch = 2) AS exact_cosine_2,
  max(v.cosine_of_mean) FILTER (WHERE v.batch = 16) AS sampled_cosine_16,
  max(v.norm_ratio) FILTER (WHERE v.batch = 16) AS sampled_norm_ratio_16,
  max(v.mean_cosine) FILTER (WHERE v.batch = 16) AS sampled_mean_cosine_16
FROM cell AS v
LEFT JOIN exact_moments AS m USING (estimator, batch_size)
WHERE v.estimator <> 'agent'
GROUP BY v.estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- by formula: k batches have 1/k of the plain variance, a mask adds ((1 − p)/p) E‖ĝ‖² to it (z in standard errors)
WITH plain AS (
  SELECT batch_size AS batch, total_variance AS variance, total_variance + mean_norm * mean_norm AS square
  FROM exact_moments WHERE estimator = 'plain'
), other AS (
  SELECT estimator, batch_size, CASE estimator WHEN 'accumulate 4' THEN batch_size / 4 ELSE batch_size END AS batch,
    CASE estimator WHEN 'mask 0.5' THEN 1.0 WHEN 'mask 0.1' THEN 9.0 END AS odds,
    avg(squared_deviation) AS variance,
    sqrt((avg(squared_deviation * squared_deviation) - avg(squared_deviation) * avg(squared_deviation)) / count(*)) AS se
  FROM estimate WHERE estimator LIKE 'mask%' OR estimator = 'accumulate 4'
  GROUP BY estimator, batch_size
)
SELECT
  other.estimator,
  other.batch,
  other.batch_size,
  plain.variance AS exact_plain_variance,
  ifnull(plain.variance + odds * square, plain.variance / 4) AS exact_variance,
  other.variance AS sampled_variance,
  (other.variance - ifnull(plain.variance + odds * square, plain.variance / 4)) / se AS sampled_z
FROM other JOIN plain USING (batch)
ORDER BY ifnull(odds, 0), other.batch_size;
