-- the lake: part of the variance of REINFORCE that V takes away, learned along 12 batches and then frozen: as a baseline (λ = 1), and with a bootstrap (λ = 0.9), which turns and scales the mean
SELECT
  substr(e.estimator, 1, instr(e.estimator || ' ', ' ') - 1) AS critic,
  max(1 - e.exact_total_variance / n.exact_total_variance) FILTER (WHERE e.estimator NOT LIKE '% 0.9') AS exact_removed,
  max(round(e.exact_bias_norm / e.truth_norm, 9)) FILTER (WHERE e.estimator NOT LIKE '% 0.9') AS exact_relative_bias,
  max(1 - e.exact_total_variance / n.exact_total_variance) FILTER (WHERE e.estimator LIKE '% 0.9') AS exact_removed_09,
  max(e.exact_turned_by) FILTER (WHERE e.estimator LIKE '% 0.9') AS exact_turned_by_09,
  max(e.exact_scaled_by) FILTER (WHERE e.estimator LIKE '% 0.9') AS exact_scaled_by_09
FROM estimator_summary AS e
JOIN estimator_summary AS n USING (study, agent, seed, iteration, batch_size)
WHERE study = 'boosted-critic-frozen-lake' AND n.estimator = 'none'
  AND (e.estimator IN ('none', 'exact') OR e.estimator LIKE '% frozen' OR e.estimator LIKE '% 0.9')
GROUP BY 1
ORDER BY exact_removed;

-- the lake: the same, fitted to the batch before or to the batch itself, and how long the mean then is along ∇J, beside that of the batch before
SELECT
  substr(e.estimator, 1, instr(e.estimator, ' ') - 1) AS critic,
  max(1 - e.total_variance / n.total_variance) FILTER (WHERE e.estimator LIKE '% earlier') AS sampled_removed_earlier,
  max(1 - e.total_variance / n.total_variance) FILTER (WHERE e.estimator LIKE '% same') AS sampled_removed_same,
  max(e.scaled_by) FILTER (WHERE e.estimator LIKE '% same') / max(e.scaled_by) FILTER (WHERE e.estimator LIKE '% earlier') AS sampled_same_to_earlier
FROM estimator_summary AS e
JOIN estimator_summary AS n USING (study, agent, seed, iteration, batch_size)
WHERE study = 'boosted-critic-frozen-lake' AND n.estimator = 'none' AND (e.estimator LIKE '% earlier' OR e.estimator LIKE '% same')
GROUP BY 1
ORDER BY 1;

-- a lake of three cells, one or two trajectories: the exact mean of an estimate with values fitted to the same batch, scaled and turned, and the variance of one trajectory's
SELECT
  estimator,
  max(exact_scaled_by) FILTER (WHERE batch_size = 1) AS exact_scaled_1,
  max(exact_scaled_by) FILTER (WHERE batch_size = 2) AS exact_scaled_2,
  max(exact_turned_by) FILTER (WHERE batch_size = 2) AS exact_turned_2,
  max(2 * exact_total_variance) FILTER (WHERE batch_size = 2) AS exact_n_variance_2
FROM estimator_summary
WHERE study = 'boosted-critic-exact' AND estimator <> 'agent'
GROUP BY estimator
ORDER BY exact_scaled_2 DESC, estimator DESC;

-- cart-pole and pendulum: part of the variance of REINFORCE that V takes away, by what it was fitted to; what is left of the mean's length where that is the same batch; the angle to the reference that a bootstrap makes (λ = 0.9); means over the seeds
SELECT
  e.environment,
  substr(e.estimator, 1, instr(e.estimator, ' ') - 1) AS critic,
  avg(1 - e.total_variance / n.total_variance) FILTER (WHERE e.estimator LIKE '% frozen') AS sampled_removed_frozen,
  avg(1 - e.total_variance / n.total_variance) FILTER (WHERE e.estimator LIKE '% earlier') AS sampled_removed_earlier,
  avg(1 - e.total_variance / n.total_variance) FILTER (WHERE e.estimator LIKE '% same') AS sampled_removed_same,
  avg(e.scaled_by) FILTER (WHERE e.estimator LIKE '% same') AS sampled_scaled_same,
  avg(1 - e.total_variance / n.total_variance) FILTER (WHERE e.estimator LIKE '% 0.9') AS sampled_removed_09,
  avg(e.turned_by) FILTER (WHERE e.estimator LIKE '% 0.9') AS sampled_turned_09
FROM estimator_summary AS e
JOIN estimator_summary AS n USING (study, agent, seed, iteration, batch_size)
WHERE study IN ('boosted-critic-cart-pole', 'boosted-critic-pendulum') AND n.estimator = 'none' AND e.estimator LIKE '% %'
GROUP BY 1, 2
ORDER BY 1, 2;
