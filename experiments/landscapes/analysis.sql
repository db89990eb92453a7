-- where the step leads, at (1, 0): how much each rises over θ, in units of its own, and over the standard error of that rise
SELECT agent, iteration,
  max(CASE kind WHEN 'surrogate' THEN change END) AS sampled_surrogate,
  max(CASE kind WHEN 'held_out' THEN change END) AS sampled_held_out,
  max(CASE kind WHEN 'held_out' THEN change / change_error END) AS sampled_held_out_z,
  max(CASE kind WHEN 'episode_return' THEN value - change END) AS sampled_return,
  max(CASE kind WHEN 'episode_return' THEN change END) AS sampled_rise,
  max(CASE kind WHEN 'episode_return' THEN change_error END) AS sampled_rise_error,
  max(CASE kind WHEN 'true' THEN change END) AS sampled_J_rise,
  max(CASE kind WHEN 'true' THEN change_error END) AS sampled_J_error
FROM landscape JOIN probe USING (probe_id) JOIN run USING (run_id) WHERE abs(x - 1) < 1e-9 AND y = 0
GROUP BY agent, iteration ORDER BY agent, iteration;

-- lowest and highest of the whole window, as the paper's color bars have them
SELECT agent, iteration, min(CASE kind WHEN 'surrogate' THEN value END) AS sampled_surrogate_low,
  max(CASE kind WHEN 'surrogate' THEN value END) AS sampled_surrogate_high,
  min(CASE kind WHEN 'held_out' THEN value END) AS sampled_held_out_low,
  max(CASE kind WHEN 'held_out' THEN value END) AS sampled_held_out_high,
  min(CASE kind WHEN 'episode_return' THEN value END) AS sampled_return_low,
  max(CASE kind WHEN 'episode_return' THEN value END) AS sampled_return_high
FROM landscape JOIN probe USING (probe_id) JOIN run USING (run_id) GROUP BY agent, iteration ORDER BY agent, iteration;

-- over all places but θ: cosine of the surrogates' rises with those of undiscounted returns, and the mean error of such a rise with common random numbers and without
SELECT agent, iteration,
  sum(a * b) / sqrt(sum(a * a) * sum(b * b)) AS sampled_surrogate_cosine,
  sum(h * b) / sqrt(sum(h * h) * sum(b * b)) AS sampled_held_out_cosine,
  avg(error) AS sampled_error, avg(apart) AS sampled_error_without
FROM (
  SELECT agent, iteration, x, y, max(CASE kind WHEN 'surrogate' THEN change END) AS a,
    max(CASE kind WHEN 'held_out' THEN change END) AS h, max(CASE kind WHEN 'episode_return' THEN change END) AS b,
    max(CASE kind WHEN 'episode_return' THEN change_error END) AS error,
    max(CASE kind WHEN 'episode_return' THEN sqrt(standard_error * standard_error + here * here) END) AS apart
  FROM (SELECT *, max(CASE WHEN x = 0 AND y = 0 THEN standard_error END) OVER (PARTITION BY probe_id, kind) AS here FROM landscape)
  JOIN probe USING (probe_id) JOIN run USING (run_id) WHERE x <> 0 OR y <> 0
  GROUP BY agent, iteration, x, y
) GROUP BY agent, iteration ORDER BY agent, iteration;
