-- the twin, at the θ of PPO with a value network: cosine of two estimates of so many pairs (of 2000 with its widest 95 % interval), mean cosine of one with the exact gradient, and the root mean square of V̂ − V^π by visitation
SELECT p.iteration, p.estimator, avg(CASE p.pairs WHEN 2000 THEN p.pairwise_cosine END) AS sampled_2000,
  min(CASE p.pairs WHEN 2000 THEN p.pairwise_low END) AS sampled_low, max(CASE p.pairs WHEN 2000 THEN p.pairwise_high END) AS sampled_high,
  avg(CASE p.pairs WHEN 10000 THEN p.pairwise_cosine END) AS sampled_10000,
  avg(CASE p.pairs WHEN 2000 THEN x.truth END) AS sampled_truth_2000, avg(CASE p.pairs WHEN 10000 THEN x.truth END) AS sampled_truth_10000,
  sqrt(avg(d.value)) AS sampled_value_error
FROM pairs_summary AS p
JOIN (
  SELECT s.name AS study, r.agent, r.seed, b.iteration, e.estimator, e.pairs, avg(e.cosine) AS truth
  FROM stream_estimate AS e JOIN probe AS b USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS s USING (study_id)
  GROUP BY 1, 2, 3, 4, 5, 6
) AS x USING (study, agent, seed, iteration, estimator, pairs)
LEFT JOIN (
  SELECT r.study_id, s.name AS study, r.agent, r.seed, b.iteration, v.subject AS estimator, v.value
  FROM diagnostic AS v JOIN probe AS b USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS s USING (study_id)
  WHERE v.name = 'value_error'
) AS d USING (study, agent, seed, iteration, estimator)
WHERE p.study = 'value-baselines-exact' AND p.agent = 'ppo'
GROUP BY 1, 2 ORDER BY 1, 2 = 'exact', 2 = 'fitted', 2 = 'agent';

-- the twin, at the θ of an agent whose V is quadratic: exact noise to signal of one trajectory, angle that its bias turns an estimate by, and trajectories for a mean cosine of 0.9 with ∇J
SELECT e.iteration, e.estimator, avg(e.exact_total_variance * e.batch_size / (e.truth_norm * e.truth_norm)) AS exact_nsr,
  avg(e.exact_turned_by) AS exact_turned_by, 4.3 * avg(e.exact_total_variance * e.batch_size / (e.truth_norm * e.truth_norm)) AS exact_trajectories
FROM estimator_summary AS e
WHERE e.study = 'value-baselines-exact' AND e.agent = 'quadratic' AND e.estimator <> 'fitted'
GROUP BY 1, 2 ORDER BY 1, 2 = 'exact', 2 = 'agent';

-- the same: mean of (V̂ − V^π)² by visitation
SELECT p.iteration, avg(CASE d.subject WHEN 'agent' THEN d.value END) AS sampled_agent, avg(CASE d.subject WHEN 'fitted' THEN d.value END) AS sampled_fitted
FROM diagnostic AS d JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS s USING (study_id)
WHERE s.name = 'value-baselines-exact' AND r.agent = 'quadratic' AND d.name = 'value_error'
GROUP BY 1 ORDER BY 1;
