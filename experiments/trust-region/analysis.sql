-- one update, on the batch that it was made of and on 16 other trajectories: mean KL(before‖after), largest ratio, part of ratios beyond 1 ± 0.2; means over the seeds, of the ratio the largest
SELECT agent, iteration,
  avg(CASE name WHEN 'batch_kl' THEN value END) AS sampled_kl,
  avg(CASE name WHEN 'held_out_kl' THEN value END) AS sampled_kl_held_out,
  sqrt(sum(CASE name WHEN 'held_out_kl' THEN standard_error * standard_error END)) / count(DISTINCT seed) AS sampled_error,
  max(CASE name WHEN 'batch_max_ratio' THEN value END) AS sampled_ratio,
  max(CASE name WHEN 'held_out_max_ratio' THEN value END) AS sampled_ratio_held_out,
  avg(CASE name WHEN 'batch_clip_fraction' THEN value END) AS sampled_beyond,
  avg(CASE name WHEN 'held_out_clip_fraction' THEN value END) AS sampled_beyond_held_out
FROM diagnostic JOIN probe USING (probe_id) JOIN run USING (run_id)
GROUP BY agent, iteration ORDER BY agent, iteration;

-- along training, of every update on its own batch: mean KL by thirds, the largest KL of any update, and the return that was reached
SELECT agent, avg(CASE third WHEN 0 THEN kl END) AS sampled_kl_1st, avg(CASE third WHEN 1 THEN kl END) AS sampled_kl_2nd,
  avg(CASE third WHEN 2 THEN kl END) AS sampled_kl_3rd, max(kl) AS sampled_kl_max,
  avg(CASE WHEN iteration >= updates - 5 THEN episode_return END) AS sampled_return
FROM (SELECT *, max(iteration) OVER (PARTITION BY agent, seed) AS updates,
    3 * iteration / max(iteration) OVER (PARTITION BY agent, seed) AS third FROM learning_curve)
GROUP BY agent ORDER BY agent;
