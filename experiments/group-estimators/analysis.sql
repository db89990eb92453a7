-- one group of 16 answers: expectation and variance, without any sampling
SELECT
  m.estimator,
  m.cosine AS exact_cosine,
  m.mean_norm / t.norm AS exact_norm_ratio,
  round(m.bias_norm / t.norm, 10) AS exact_relative_bias,
  m.scaled_by AS exact_scaled_by,
  m.turned_by AS exact_turned_by,
  m.total_variance AS exact_variance
FROM exact_moments AS m
JOIN truth AS t USING (probe_id)
WHERE m.batch_size = 16 AND m.estimator <> 'agent'
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = m.estimator);

-- weight of each prompt: mean estimate of 256 answers along ∇J of the prompt, and its cosine with it (θ has 8 numbers of each)
WITH mean AS (
  SELECT e.estimator, vec_mean(e.gradient) AS gradient, max(t.gradient) AS truth
  FROM estimate AS e JOIN truth AS t USING (probe_id)
  WHERE e.batch_size = 256 AND e.estimator <> 'agent'
  GROUP BY e.estimator
), prompt AS (
  SELECT
    mean.estimator,
    g.key / 8 AS prompt,
    sum(g.value * t.value) AS dot,
    sum(g.value * g.value) AS square,
    sum(t.value * t.value) AS truth_square
  FROM mean, json_each(vec_json(mean.gradient)) AS g, json_each(vec_json(mean.truth)) AS t
  WHERE g.key = t.key
  GROUP BY mean.estimator, g.key / 8
)
SELECT
  estimator,
  max(dot / truth_square) FILTER (WHERE prompt = 0) AS sampled_weight_easy,
  max(dot / truth_square) FILTER (WHERE prompt = 1) AS sampled_weight_hard,
  max(dot / truth_square) FILTER (WHERE prompt = 1) / max(dot / truth_square) FILTER (WHERE prompt = 0) AS sampled_hard_to_easy,
  max(dot / sqrt(square * truth_square)) FILTER (WHERE prompt = 0) AS sampled_cosine_easy,
  max(dot / sqrt(square * truth_square)) FILTER (WHERE prompt = 1) AS sampled_cosine_hard
FROM prompt
GROUP BY estimator
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = prompt.estimator);

-- more groups: cosine of the mean, and mean alignment of single estimates
SELECT
  v.estimator,
  v.batch_size,
  m.cosine AS exact_cosine_of_mean,
  v.cosine_of_mean AS sampled_cosine_of_mean,
  v.norm_ratio AS sampled_norm_ratio,
  v.mean_cosine AS sampled_mean_cosine
FROM estimator_summary AS v
LEFT JOIN exact_moments AS m USING (estimator, batch_size)
WHERE v.batch_size > 16 AND v.estimator IN ('RLOO', 'GRPO', 'batch token mean', 'REINFORCE++')
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator), v.batch_size;
