-- one bit, p = 0.5, estimates of n = 2 trajectories: ∇J, mean (its sign that of ∇J if right), bias, n × variance
SELECT
  v.estimator,
  v.truth_norm AS exact_truth,
  m.cosine * m.mean_norm AS exact_mean,
  round(v.batch_size * m.total_variance, 10) AS exact_n_variance,
  v.cosine_of_mean * v.norm_ratio * v.truth_norm AS sampled_mean,
  round(v.bias_norm, 12) AS sampled_bias,
  round(v.bias_noise, 12) AS sampled_bias_noise,
  round(v.batch_size * v.total_variance, 12) AS sampled_n_variance
FROM estimator_summary AS v
JOIN study AS x ON x.name = v.study
JOIN run AS r ON r.study_id = x.study_id
JOIN probe AS p USING (run_id)
LEFT JOIN exact_moments AS m ON m.probe_id = p.probe_id AND m.estimator = v.estimator AND m.batch_size = v.batch_size
WHERE v.study = 'one bit at 0.5' AND v.batch_size = 2 AND v.estimator <> 'agent'
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- one bit, p = 0.1, two trajectories: the same
SELECT
  v.estimator,
  v.truth_norm AS exact_truth,
  m.cosine * m.mean_norm AS exact_mean,
  round(v.batch_size * m.total_variance, 10) AS exact_n_variance,
  v.cosine_of_mean * v.norm_ratio * v.truth_norm AS sampled_mean,
  round(v.bias_norm, 12) AS sampled_bias,
  round(v.bias_noise, 12) AS sampled_bias_noise,
  round(v.batch_size * v.total_variance, 12) AS sampled_n_variance
FROM estimator_summary AS v
JOIN study AS x ON x.name = v.study
JOIN run AS r ON r.study_id = x.study_id
JOIN probe AS p USING (run_id)
LEFT JOIN exact_moments AS m ON m.probe_id = p.probe_id AND m.estimator = v.estimator AND m.batch_size = v.batch_size
WHERE v.study = 'one bit at 0.1' AND v.batch_size = 2 AND v.estimator <> 'agent'
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);

-- three bits of one logit: bias, and variance by batch size
SELECT
  v.estimator,
  round(max(v.exact_bias_norm) FILTER (WHERE v.batch_size = 2), 10) AS exact_bias_2,
  max(v.exact_total_variance) FILTER (WHERE v.batch_size = 2) AS exact_variance_2,
  max(v.exact_total_variance) FILTER (WHERE v.batch_size = 4) AS exact_variance_4,
  max(v.exact_total_variance) FILTER (WHERE v.batch_size = 8) AS exact_variance_8,
  max(v.total_variance) FILTER (WHERE v.batch_size = 2) AS sampled_variance_2,
  max(v.total_variance) FILTER (WHERE v.batch_size = 8) AS sampled_variance_8,
  max(v.mean_cosine) FILTER (WHERE v.batch_size = 8) AS sampled_cosine_8
FROM estimator_summary AS v
WHERE v.study = 'three bits' AND v.estimator <> 'agent'
GROUP BY v.estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator);
