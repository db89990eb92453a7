-- what each choice adds to the return, over the same other three choices and the same seed; 95 % by Student's t over the seeds
WITH setting AS (
  SELECT run_id, study, seed,
    max(key = 'agent.update.rewards.of') AS scaled,
    max(key = 'agent.update.anneal' AND value <> '[]') AS annealed,
    max(key = 'agent.update.weights.kind' AND value = 'orthogonal') AS orthogonal,
    max(key = 'agent.update.valueClip') AS clipped
  FROM hyperparameter GROUP BY run_id
), reached AS ( -- by episodes that ended in the last five updates
  SELECT s.*, sum(c.episode_return * c.episodes) / sum(c.episodes) AS reward
  FROM setting AS s JOIN learning_curve AS c ON c.study = s.study AND c.seed = s.seed
  WHERE c.learning_rate IS NOT NULL
    AND c.iteration > (SELECT max(l.iteration) FROM learning_curve AS l WHERE l.study = s.study AND l.seed = s.seed) - 6
  GROUP BY s.run_id
), cell AS ( -- of several learning rates, the best of each cell
  SELECT *, rank() OVER (PARTITION BY scaled, annealed, orthogonal, clipped ORDER BY mean DESC) AS place
  FROM (SELECT *, avg(reward) OVER (PARTITION BY study) AS mean FROM reached)
), made AS (
  SELECT 1 AS line, 'reward scaling' AS choice, scaled AS made, seed, reward FROM cell WHERE place = 1
  UNION ALL SELECT 2, 'annealing', annealed, seed, reward FROM cell WHERE place = 1
  UNION ALL SELECT 3, 'orthogonal initialization', orthogonal, seed, reward FROM cell WHERE place = 1
  UNION ALL SELECT 4, 'value clipping', clipped, seed, reward FROM cell WHERE place = 1
), effect AS (
  SELECT line, choice, seed, avg(CASE made WHEN 1 THEN reward END) - avg(CASE made WHEN 0 THEN reward END) AS effect
  FROM made GROUP BY choice, seed
), spread AS (
  SELECT line, choice, count(*) AS seeds, avg(effect) AS mean,
    sqrt((avg(effect * effect) - avg(effect) * avg(effect)) / (count(*) - 1)) AS error
  FROM effect GROUP BY choice
), quantile(seeds, t) AS (VALUES (2, 12.706), (3, 4.303), (4, 3.182), (5, 2.776), (10, 2.262))
SELECT choice, seeds AS sampled_seeds, mean AS sampled_effect, mean - t * error AS sampled_low, mean + t * error AS sampled_high
FROM spread LEFT JOIN quantile USING (seeds) ORDER BY line;

-- the sixteen cells, 1 where a choice is made: mean return of the last five updates over the seeds, and of the worst and the best seed
WITH setting AS (
  SELECT run_id, study, seed,
    max(key = 'agent.update.rewards.of') AS scaled,
    max(key = 'agent.update.anneal' AND value <> '[]') AS annealed,
    max(key = 'agent.update.weights.kind' AND value = 'orthogonal') AS orthogonal,
    max(key = 'agent.update.valueClip') AS clipped
  FROM hyperparameter GROUP BY run_id
), reached AS (
  SELECT s.*, sum(c.episode_return * c.episodes) / sum(c.episodes) AS reward
  FROM setting AS s JOIN learning_curve AS c ON c.study = s.study AND c.seed = s.seed
  WHERE c.learning_rate IS NOT NULL
    AND c.iteration > (SELECT max(l.iteration) FROM learning_curve AS l WHERE l.study = s.study AND l.seed = s.seed) - 6
  GROUP BY s.run_id
)
SELECT scaled, annealed, orthogonal, clipped, avg(reward) AS sampled_return, min(reward) AS sampled_worst, max(reward) AS sampled_best
FROM reached GROUP BY scaled, annealed, orthogonal, clipped ORDER BY scaled, annealed, orthogonal, clipped;
