-- the end of training: undiscounted returns of the last evaluation, of 10 or 20 episodes of the stochastic policy, over the seeds
WITH ended AS (
  SELECT *, row_number() OVER (PARTITION BY study, agent ORDER BY episode_return) AS place,
    count(*) OVER (PARTITION BY study, agent) AS seeds
  FROM evaluation_curve AS e
  WHERE iteration = (SELECT max(l.iteration) FROM evaluation_curve AS l WHERE l.study = e.study AND l.agent = e.agent)
)
SELECT study, max(env_steps) AS sampled_steps, min(episode_return) AS sampled_least,
  max(CASE WHEN place = (seeds + 1) / 2 THEN episode_return END) AS sampled_median, max(episode_return) AS sampled_most
FROM ended GROUP BY study, agent ORDER BY study;

-- where training began, and the best mean over the seeds of any evaluation
SELECT study, max(CASE iteration WHEN 0 THEN mean END) AS sampled_first, max(mean) AS sampled_best
FROM (SELECT study, iteration, avg(episode_return) AS mean FROM evaluation_curve GROUP BY study, iteration)
GROUP BY study ORDER BY study;
