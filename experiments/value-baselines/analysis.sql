-- Hopper, figure 4: cosine of two estimates of so many pairs, and the widest 95 % interval of 2000 pairs, by what is subtracted
SELECT iteration, estimator, avg(CASE pairs WHEN 2000 THEN pairwise_cosine END) AS sampled_2000,
  min(CASE pairs WHEN 2000 THEN pairwise_low END) AS sampled_low, max(CASE pairs WHEN 2000 THEN pairwise_high END) AS sampled_high,
  avg(CASE pairs WHEN 5000 THEN pairwise_cosine END) AS sampled_5000,
  avg(CASE pairs WHEN 10000 THEN pairwise_cosine END) AS sampled_10000,
  avg(CASE pairs WHEN 10000 THEN trajectories END) AS sampled_trajectories
FROM pairs_summary WHERE study = 'value-baselines'
GROUP BY iteration, estimator ORDER BY iteration, estimator = 'fitted', estimator = 'agent';

-- Hopper, figure 3: after an update, 1 − Var(T − V)/Var(T) and mean |V − T|/|T| of its targets Â + V and of returns, on the batch and held out
SELECT p.iteration, CASE WHEN d.name LIKE 'batch%' THEN 'batch' ELSE 'held out' END AS pairs,
  avg(CASE WHEN d.name LIKE '%target_explained' THEN d.value END) AS sampled_target, avg(CASE WHEN d.name LIKE '%return_explained' THEN d.value END) AS sampled_return,
  avg(CASE WHEN d.name LIKE '%target_error' THEN d.value END) AS sampled_target_error, avg(CASE WHEN d.name LIKE '%return_error' THEN d.value END) AS sampled_return_error
FROM diagnostic AS d JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS s USING (study_id)
WHERE s.name = 'value-baselines' AND (d.name LIKE 'batch_%' OR d.name LIKE 'held_out_%')
GROUP BY 1, 2 ORDER BY 1, 2;

-- Hopper: root mean square of V̂ − V^π by visitation, from restarted snapshots, its mean, and the part of the returns' variance that V̂ explains on other trajectories
SELECT p.iteration, d.subject AS critic,
  sqrt(max(0, avg(CASE d.name WHEN 'value_error' THEN d.value END))) AS sampled_error,
  avg(CASE d.name WHEN 'value_bias' THEN d.value END) AS sampled_bias, avg(CASE d.name WHEN 'explained_variance' THEN d.value END) AS sampled_explained
FROM diagnostic AS d JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS s USING (study_id)
WHERE s.name = 'value-baselines' AND d.name IN ('value_error', 'value_bias', 'explained_variance')
GROUP BY 1, 2 ORDER BY 1, 2;

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
