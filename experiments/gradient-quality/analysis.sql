-- the batch that PPO trains with, 2048 pairs: cosine of two estimates, and with the mean of the other nine streams' estimates of 32768 pairs
SELECT iteration, estimator, round(avg(trajectories), 1) AS sampled_trajectories, avg(pairwise_cosine) AS sampled_two,
  min(pairwise_low) AS sampled_two_low, max(pairwise_high) AS sampled_two_high,
  avg(cosine_others) AS sampled_others, min(others_low) AS sampled_others_low, max(others_high) AS sampled_others_high
FROM pairs_summary WHERE pairs = 2048 AND estimator <> 'fitted'
GROUP BY iteration, estimator ORDER BY iteration, estimator;

-- what a value function buys at 2048 pairs: cosine of two estimates with returns alone, the learned values, and values fitted to 300,000 pairs
SELECT iteration, max(CASE estimator WHEN 'zero' THEN cosine END) AS sampled_zero,
  max(CASE estimator WHEN 'agent' THEN cosine END) AS sampled_learned,
  max(CASE estimator WHEN 'fitted' THEN cosine END) AS sampled_fitted
FROM (SELECT iteration, estimator, avg(pairwise_cosine) AS cosine FROM pairs_summary WHERE pairs = 2048 GROUP BY iteration, estimator)
GROUP BY iteration ORDER BY iteration;

-- pairs that a cosine of 0.9 with what is estimated asks for, by the noise of the most pairs, of the seeds where it is seen; and the return that was reached
SELECT p.iteration, count(p.pairs_for_90) AS sampled_seen, exp(avg(ln(p.pairs_for_90))) AS sampled_pairs_for_90,
  min(p.pairs_for_90_low) AS sampled_low, avg((SELECT avg(c.episode_return) FROM learning_curve AS c
    WHERE c.study = p.study AND c.seed = p.seed AND c.iteration BETWEEN p.iteration - 5 AND p.iteration)) AS sampled_return
FROM pairs_summary AS p WHERE p.pairs = (SELECT max(pairs) FROM pairs_summary) AND p.estimator = 'agent'
GROUP BY p.iteration ORDER BY p.iteration;
