-- double integrator, at three points of training (means over 5 seeds): alignment with the exact ∇J by trajectories n
WITH seeded AS (
  SELECT
    v.seed, v.iteration, v.estimator, t.value AS J, t.norm AS truth_norm,
    max(v.exact_total_variance) FILTER (WHERE v.batch_size = 1) / (t.norm * t.norm) AS nsr,
    max(v.mean_cosine) FILTER (WHERE v.batch_size = 1) AS cosine_1,
    max(v.mean_cosine) FILTER (WHERE v.batch_size = 10) AS cosine_10,
    max(v.mean_cosine) FILTER (WHERE v.batch_size = 100) AS cosine_100,
    max(v.mean_cosine) FILTER (WHERE v.batch_size = 1000) AS cosine_1000
  FROM estimator_summary AS v
  JOIN study AS x ON x.name = v.study
  JOIN run AS r ON r.study_id = x.study_id AND r.seed = v.seed
  JOIN probe AS p ON p.run_id = r.run_id AND p.iteration = v.iteration
  JOIN truth AS t ON t.probe_id = p.probe_id
  WHERE v.study = 'double-integrator' AND v.estimator <> 'agent'
  GROUP BY v.seed, v.iteration, v.estimator
)
SELECT
  iteration,
  estimator,
  avg(J) AS exact_J,
  avg(truth_norm) AS exact_norm,
  avg(nsr) AS exact_nsr,
  avg(cosine_1) AS sampled_cosine_1,
  avg(cosine_10) AS sampled_cosine_10,
  avg(cosine_100) AS sampled_cosine_100,
  avg(cosine_1000) AS sampled_cosine_1000
FROM seeded
GROUP BY iteration, estimator
ORDER BY iteration, (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = seeded.estimator);

-- double integrator, at the first θ: the rule (1 + NSR/n)^-½ for normal estimates, and what these do
SELECT
  estimator,
  batch_size AS n,
  pow(1 + exact_total_variance / (truth_norm * truth_norm), -0.5) AS exact_rule,
  avg(mean_cosine) AS sampled_cosine,
  sqrt(sum(mean_cosine_se * mean_cosine_se)) / count(*) AS sampled_error
FROM estimator_summary AS v
WHERE study = 'double-integrator' AND iteration = 0 AND estimator IN ('total', 'to-go minus b_t')
GROUP BY estimator, batch_size, exact_total_variance, truth_norm
ORDER BY (SELECT min(s.rowid) FROM estimator AS s WHERE s.estimator = v.estimator), batch_size;

-- the references of CartPole and Pendulum: trajectories, mean return, gradient, its error, and cosine of their halves
SELECT
  x.name AS study,
  p.iteration,
  f.trajectories AS sampled_trajectories,
  f.value AS sampled_J,
  t.norm AS sampled_norm,
  t.standard_error / t.norm AS sampled_relative_error,
  f.split_half_cosine AS sampled_split_half_cosine
FROM truth AS t
JOIN reference AS f USING (reference_hash)
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
JOIN study AS x USING (study_id)
ORDER BY x.name, p.iteration;

-- CartPole and Pendulum: alignment with the reference, corrected for its noise, by trajectories n; agent is to-go minus b_t
SELECT
  study,
  iteration,
  estimator,
  max(corrected_cosine) FILTER (WHERE batch_size = 2) AS sampled_cosine_2,
  max(corrected_cosine) FILTER (WHERE batch_size = 10) AS sampled_cosine_10,
  max(corrected_cosine) FILTER (WHERE batch_size = 100) AS sampled_cosine_100,
  max(corrected_cosine) FILTER (WHERE batch_size = 1000) AS sampled_cosine_1000,
  max(corrected_cosine_low) FILTER (WHERE batch_size = 1000) AS sampled_low,
  max(corrected_cosine_high) FILTER (WHERE batch_size = 1000) AS sampled_high
FROM estimator_summary AS v
WHERE truth_method = 'reference'
GROUP BY study, iteration, estimator
ORDER BY study, iteration, estimator = 'agent', estimator DESC;

-- and the trajectories that one estimate needs for an alignment of 0.9, of each problem (the largest of its seeds)
SELECT
  b.study,
  b.estimator,
  max(b.trajectories) FILTER (WHERE p.place = 1) AS sampled_at_first,
  max(b.trajectories) FILTER (WHERE p.place = 2) AS sampled_midway,
  max(b.trajectories) FILTER (WHERE p.place = 3) AS sampled_at_last
FROM batch_for_alignment AS b
JOIN (
  SELECT study, iteration, row_number() OVER (PARTITION BY study ORDER BY iteration) AS place
  FROM (SELECT DISTINCT study, iteration FROM estimator_summary)
) AS p USING (study, iteration)
WHERE (b.estimator = 'agent') = (b.study <> 'double-integrator' AND b.estimator NOT IN ('total', 'to-go'))
GROUP BY b.study, b.estimator
ORDER BY b.study = 'double-integrator' DESC, b.study, b.estimator = 'agent', b.estimator DESC;
