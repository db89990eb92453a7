-- a limit of T steps on a task that goes on: the angle between the two gradients, how much longer the one that goes on is, noise to signal of a trajectory of each, and the bias of values that know no limit before an end
SELECT t.horizon AS T,
  max(CASE m.estimator WHEN 'bootstrap' THEN m.turned_by END) AS exact_angle,
  max(CASE m.estimator WHEN 'bootstrap' THEN m.mean_norm END) / t.norm AS exact_longer,
  max(CASE m.estimator WHEN 'end' THEN m.total_variance / (m.mean_norm * m.mean_norm) END) AS exact_nsr_end,
  max(CASE m.estimator WHEN 'bootstrap' THEN m.total_variance / (m.mean_norm * m.mean_norm) END) AS exact_nsr_bootstrap,
  max(CASE m.estimator WHEN 'mixed' THEN m.bias_norm END) / t.norm AS exact_mixed_bias,
  max(CASE m.estimator WHEN 'mixed' THEN m.turned_by END) AS exact_mixed_turned_by,
  max(CASE m.estimator WHEN 'mixed' THEN m.total_variance / (m.mean_norm * m.mean_norm) END) AS exact_nsr_mixed
FROM exact_moments AS m JOIN truth AS t USING (probe_id) JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
JOIN study AS s USING (study_id)
WHERE s.name LIKE 'time-limit-exact%' GROUP BY t.horizon ORDER BY t.horizon;

-- an episode of 100 steps of which the batch has the first K: how far a cut that is taken for an end turns their gradient, and how large that bias is beside two whole episodes
WITH cell AS (
  SELECT t.horizon, t.norm, m.* FROM exact_moments AS m JOIN truth AS t USING (probe_id) JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id) JOIN study AS s USING (study_id) WHERE s.name LIKE 'time-limit-cuts%'
)
SELECT horizon AS K, turned_by AS exact_angle, mean_norm / norm AS exact_longer,
  bias_norm / (SELECT 2 * w.norm FROM cell AS w WHERE w.horizon = 100 AND w.estimator = 'end') AS exact_relative_bias
FROM cell WHERE estimator = (100 - horizon) || ' more' ORDER BY horizon;

-- PPO on the pendulum with a limit of 100 steps: undiscounted returns of 20 episodes after training, over the seeds
SELECT agent, min(episode_return) AS sampled_least,
  avg(CASE WHEN place IN ((seeds + 1) / 2, (seeds + 2) / 2) THEN episode_return END) AS sampled_median,
  max(episode_return) AS sampled_most
FROM (
  SELECT *, row_number() OVER (PARTITION BY agent ORDER BY episode_return) AS place, count(*) OVER (PARTITION BY agent) AS seeds
  FROM evaluation_curve WHERE study = 'time-limit-pendulum' AND iteration = 49
)
GROUP BY agent ORDER BY agent DESC;

-- the same 2048 pairs with a bootstrap at the limit and without: mean cosine of the two estimates over streams and seeds, its standard error over the seeds, and how much longer the second is
WITH pair AS (
  SELECT r.agent, r.seed, p.iteration, avg(vec_cosine(e.gradient, b.gradient)) AS cosine,
    avg(vec_norm(e.gradient) / vec_norm(b.gradient)) AS longer
  FROM stream_estimate AS e JOIN stream_estimate AS b USING (probe_id, pairs, stream) JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
  WHERE e.estimator = 'V ends' AND b.estimator = 'V goes on'
  GROUP BY r.agent, r.seed, p.iteration
)
SELECT agent, iteration, avg(cosine) AS sampled_cosine,
  sqrt((avg(cosine * cosine) - avg(cosine) * avg(cosine)) / (count(*) - 1)) AS sampled_error, avg(longer) AS sampled_longer
FROM pair GROUP BY agent, iteration ORDER BY agent DESC, iteration;
