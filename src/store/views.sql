-- Plain SQL, with no function of trueslope, so that every SQLite client (with the usual math functions: the
-- sqlite3 shell, Python, DBeaver …) shows the same numbers. Over the N finite estimates g of a cell, with mean ḡ
-- and truth G:
--   mean ‖g−G‖² = ‖ḡ−G‖² + mean ‖g−ḡ‖²     gives the bias
--   mean ‖g‖²   = ‖ḡ‖²   + mean ‖g−ḡ‖²     gives ‖ḡ‖
--   mean g·G    = ḡ·G                      gives the cosine of the mean
--   ‖Σu‖² = N (Σ‖u‖² − Σ‖u−ū‖²) and Σ_{i≠j} uᵢ·uⱼ = ‖Σu‖² − Σ‖u‖², with u = g/‖g‖ (0 if g = 0)
-- Differences that are ≥ 0 in exact arithmetic are kept there by max(0, ·). Division by zero gives NULL.

CREATE VIEW estimator_summary AS -- one row per cell: study, agent, seed, iteration, estimator, batch size
WITH measured AS (
  SELECT
    x.name AS study, r.agent, r.seed, r.environment, p.iteration, c.estimator, s.state_weight, c.batch_size,
    t.norm AS truth_norm, t.method AS truth_method, t.standard_error AS truth_standard_error, t.noise AS truth_noise,
    t.rounding AS truth_rounding,
    a.cosine AS corrected_cosine, a.low AS corrected_cosine_low, a.high AS corrected_cosine_high,
    m.bias_norm AS exact_bias_norm, m.total_variance AS exact_total_variance,
    m.turned_by AS exact_turned_by, m.scaled_by AS exact_scaled_by,
    b.squared_bias_low, b.squared_bias_high, b.turned_by, b.turned_by_low, b.turned_by_high,
    b.scaled_by, b.scaled_by_low, b.scaled_by_high,
    c.replicates,
    c.replicates - c.finite AS non_finite,
    1.0 * c.env_steps / c.replicates AS env_steps,
    c.finite AS n,
    c.norm / c.finite AS mean_norm,
    c.squared_norm / c.finite - c.squared_deviation / c.finite AS square_of_mean,
    c.dot_truth / c.finite AS mean_dot,
    c.squared_error / c.finite AS mse,
    c.squared_error / c.finite - c.squared_deviation / c.finite AS squared_bias,
    c.squared_deviation / (c.finite - 1) AS total_variance,
    c.direction_deviation AS direction_scatter,
    CASE WHEN c.finite > 0 THEN 1.0 * c.nonzero END AS pointing,
    c.cosine / c.cosines AS mean_cosine,
    c.cosines,
    c.squared_cosine_gap / c.cosines - c.cosine_gap / c.cosines * (c.cosine_gap / c.cosines) AS cosine_variance
  FROM cell AS c
  JOIN probe AS p ON p.probe_id = c.probe_id
  JOIN run AS r ON r.run_id = p.run_id
  JOIN study AS x ON x.study_id = r.study_id
  LEFT JOIN estimator AS s ON s.run_id = r.run_id AND s.estimator = c.estimator
  LEFT JOIN truth AS t ON t.probe_id = c.probe_id
  LEFT JOIN exact_moments AS m
    ON m.probe_id = c.probe_id AND m.estimator = c.estimator AND m.batch_size = c.batch_size
  LEFT JOIN corrected_alignment AS a
    ON a.probe_id = c.probe_id AND a.estimator = c.estimator AND a.batch_size = c.batch_size
  LEFT JOIN measured_bias AS b
    ON b.probe_id = c.probe_id AND b.estimator = c.estimator AND b.batch_size = c.batch_size
)
SELECT
  study,     -- name of the study
  agent,          -- name of the agent
  seed,           -- root seed
  environment,    -- kind of environment
  iteration,      -- updates of θ before the probe
  estimator,      -- name of the estimator
  state_weight,   -- the estimator's weight of the score at time t: discounted (γ^t) or none (1)
  batch_size,     -- trajectories per estimate
  replicates,     -- estimates in the cell, all of them; the statistics are over the finite ones
  env_steps,      -- mean environment steps per estimate
  truth_norm,     -- ‖G‖
  mean_norm,      -- mean of ‖g‖; exceeds ‖G‖ by noise alone
  CASE WHEN truth_noise IS NULL
    THEN sqrt(max(0, square_of_mean)) / truth_norm
  END AS norm_ratio, -- ‖ḡ‖ / ‖G‖; the cosine cannot see scale
  sqrt(max(0, squared_bias)) AS bias_norm, -- ‖ḡ − G‖, noise of ḡ included: compare with bias_noise
  total_variance, -- trace of the sample covariance of g; NULL for a single estimate
  mse,            -- mean of ‖g − G‖²
  CASE WHEN truth_noise IS NULL
    THEN truth_norm * truth_norm / total_variance
  END AS snr,     -- ‖G‖² / total variance of one estimate
  CASE WHEN pointing > 0 AND truth_noise IS NULL THEN mean_cosine END AS mean_cosine, -- mean of cos(g, G), 0 for g = 0: alignment of one estimate; NULL if all g are 0
  CASE WHEN pointing > 0 AND truth_noise IS NULL
    THEN sqrt(max(0, cosine_variance) / (cosines - 1))
  END AS mean_cosine_se, -- its standard error over the replicates
  CASE WHEN square_of_mean > 0 AND truth_noise IS NULL
    THEN max(-1.0, min(1.0, mean_dot / (sqrt(square_of_mean) * truth_norm)))
  END AS cosine_of_mean, -- cos(ḡ, G): direction without the noise; NULL if ḡ = 0
  CASE WHEN pointing > 0
    THEN (n * (pointing - direction_scatter) - pointing) / (n * (n - 1))
  END AS pairwise_cosine, -- mean of cos(gᵢ, gⱼ), i ≠ j, 0 where one is 0; NULL if all are
  exact_bias_norm,      -- ‖E g − G‖, without any sampling; NULL where it cannot be computed
  exact_total_variance, -- trace of the exact covariance of g; NULL where it cannot be computed
  sqrt(total_variance / n + truth_standard_error * truth_standard_error) AS bias_noise, -- bias_norm that noise alone, of ḡ and of G, shows for an unbiased estimator (root mean square)
  non_finite,     -- estimates left out because a coordinate was not finite
  CASE WHEN truth_norm > truth_standard_error AND truth_noise IS NULL
    THEN batch_size * total_variance / (truth_norm * truth_norm - truth_standard_error * truth_standard_error)
  END AS noise_scale, -- gradient noise scale: total variance of one trajectory over ‖G‖², without the noise of G
  truth_method,   -- exact, or reference: G is then an average over other trajectories, with an error of its own
  truth_standard_error, -- standard error of G, as a norm; 0 if exact
  corrected_cosine,      -- mean_cosine corrected for the noise of a reference; NULL if G is exact
  corrected_cosine_low,  -- lower end of its 95 % interval, by the variances of estimates and reference
  corrected_cosine_high, -- upper end
  CAST(ifnull(pointing, 0) AS INTEGER) AS nonzero, -- finite estimates that are not zero; a zero points nowhere and counts as a cosine of 0
  truth_noise,    -- why G is no truth, so that what compares directions and norms with it is NULL; NULL if it is one
  CASE
    WHEN truth_noise IS NOT NULL THEN truth_noise
    WHEN pointing = 0 THEN 'the estimate is 0'
  END AS no_alignment, -- why there is no alignment: truth_noise, or that all estimates are zero; NULL if there is one, or no truth
  max(0, squared_bias) - total_variance / n - truth_standard_error * truth_standard_error
  AS squared_bias, -- ‖E g − G‖²: bias_norm² − bias_noise², negative where ‖ḡ − G‖² is less than its noise; NULL for a single estimate
  squared_bias_low,  -- lower end of its 95 % interval; NULL for fewer than 6 estimates, as are the ends below
  squared_bias_high, -- upper end: where squared_bias is negative, all that is known is that the square is below it
  turned_by,      -- angle between E g and G, degrees, without the noise of means; NULL if G is no truth or all g are 0
  turned_by_low,  -- lower end of its 95 % interval: 0 where no turn was seen
  turned_by_high, -- upper end
  scaled_by,      -- E g·G / ‖G‖²: the part of E g along G, over G; NULL if G is no truth
  scaled_by_low,  -- lower end of its 95 % interval
  scaled_by_high, -- upper end
  exact_turned_by, -- angle between E g and G without any sampling; NULL where it cannot be computed, E g = 0 or G is no truth
  exact_scaled_by, -- E g·G / ‖G‖² without any sampling
  truth_rounding -- about the rounding error of an exact G, as a norm; NULL if unknown, or G is a reference
FROM measured
ORDER BY study, agent, seed, environment, iteration, estimator, state_weight, batch_size;

CREATE VIEW learning_curve AS -- one row per θ of training that was logged, the last of them after all updates
SELECT
  x.name AS study, -- name of the study
  r.agent,              -- name of the agent
  r.seed,               -- root seed
  i.iteration,          -- updates of θ before this row; of the last row, all of them
  i.env_steps,          -- environment steps of training so far, this batch included; the batch at the last θ is not counted
  i.mean_return,        -- mean of Σ γ^t r_t over the batch, in units of reward
  i.exact_return,       -- J(θ) by dynamic programming, in units of reward; NULL if the model is unknown, or J no number (exact_finite)
  i.gradient_norm,      -- Euclidean norm of the estimate given to the optimizer; NULL if not finite, and at the last θ
  i.episode_return,     -- mean of Σ r_t over the batch, undiscounted, in units of reward; NULL in files of version 1
  i.episode_length,     -- mean number of steps of its trajectories, at most the horizon; NULL in files of version 1
  i.episodes,           -- episodes behind the returns: the trajectories of the batch, or those that ended in its lanes; NULL in files of version 1
  i.episode_return_min, -- smallest Σ r_t of them, in units of reward; NULL where there is none
  i.episode_return_max, -- largest
  i.entropy,            -- mean entropy of the policy at the steps of the update, in nats; NULL where no update of minibatches tells, as are the others
  i.kl,                 -- mean KL(before‖now) at the steps: in closed form of trpo, else estimated from the ratios of the last epoch
  i.clip_fraction,      -- part of the steps of the last epoch whose ratio lies outside of 1 ± ε
  i.value_loss,         -- mean of (V − T)² in the last epoch, in units of scaled rewards
  i.explained_variance, -- 1 − Var(T − V)/Var(T) of the values before the update and their targets; NULL where all targets are equal
  i.learning_rate,      -- step size of the policy
  i.exact_finite        -- 1 if J(θ) is a finite number, 0 if it overflows; NULL if the model is unknown, and in files of version 1
FROM iteration AS i
JOIN run AS r ON r.run_id = i.run_id
JOIN study AS x ON x.study_id = r.study_id
WHERE i.finite IS NOT NULL OR NOT EXISTS ( -- of a run that another continues, the last θ is not the last: that run has its row
  SELECT 1 FROM run AS n
  WHERE n.study_id = r.study_id AND n.agent = r.agent AND n.seed = r.seed AND n.from_iteration = i.iteration
    AND n.from_iteration > r.from_iteration AND EXISTS (SELECT 1 FROM iteration AS own WHERE own.run_id = n.run_id)
);

CREATE VIEW evaluation_curve AS -- one row per evaluation: study, agent, seed, iteration
SELECT
  x.name AS study, -- name of the study
  r.agent,              -- name of the agent
  r.seed,               -- root seed
  e.iteration,          -- updates of θ before
  e.env_steps,          -- environment steps of training before; those of evaluations are not counted
  e.episodes,           -- number of episodes
  e.deterministic,      -- 1 if the most likely action was taken everywhere, 0 if actions were drawn
  e.episode_return,     -- mean of Σ r_t over the episodes, undiscounted, in units of reward
  e.episode_return_sd,  -- their sample standard deviation; NULL of a single episode
  e.episode_return_min, -- smallest
  e.episode_return_max, -- largest
  e.episode_length      -- mean number of steps, at most the horizon
FROM evaluation AS e
JOIN run AS r ON r.run_id = e.run_id
JOIN study AS x ON x.study_id = r.study_id;

-- Equal runs have equal rows, so no time stands in a row of training: what a clock told is of the run, and in no digest.
CREATE VIEW run_speed AS -- how fast each run was, which differs between equal runs: one row per run that has been started
SELECT
  x.name AS study, -- name of the study
  r.agent,              -- name of the agent
  r.seed,               -- root seed
  r.from_iteration,     -- updates of θ before its first row: 0, or those of the run that it continues
  r.status,             -- as in run; of one that is running, everything up to its last sign of life
  r.env_steps,          -- environment steps of training that it made itself; those of probes and evaluations are not counted
  r.seconds,            -- from its last start to its end, and of earlier ones what it went on from; probes and evaluations included
  CASE WHEN r.seconds > 0 THEN r.env_steps / r.seconds END AS steps_per_second -- environment steps of training per second
FROM (
  SELECT
    *,
    earlier_seconds + 86400 * (julianday(coalesce(ended_at, heartbeat)) - julianday(started_at)) AS seconds,
    (SELECT max(i.env_steps) FROM iteration AS i WHERE i.run_id = run.run_id) - coalesce(
      (SELECT max(i.env_steps) FROM run AS p JOIN iteration AS i ON i.run_id = p.run_id AND i.iteration <= run.from_iteration
        WHERE p.study_id = run.study_id AND p.agent = run.agent AND p.seed = run.seed AND p.from_iteration < run.from_iteration),
      0
    ) AS env_steps
  FROM run
  WHERE started_at IS NOT NULL
) AS r
JOIN study AS x ON x.study_id = r.study_id;

CREATE VIEW pairs_summary AS -- how estimates of so many state-action pairs agree: one row per study, agent, seed, iteration, estimator, pairs
SELECT
  x.name AS study, -- name of the study
  r.agent,              -- name of the agent
  r.seed,               -- root seed
  p.iteration,          -- updates of θ before
  a.estimator,          -- name of the estimator
  a.pairs,              -- state-action pairs behind an estimate
  a.streams,            -- independent streams
  a.trajectories,       -- mean number of trajectories behind an estimate
  a.pairwise_cosine,    -- E cos(g, g′) of two estimates
  a.pairwise_low,       -- lower end of its 95 % interval; NULL for fewer than 6 streams, as are the others
  a.pairwise_high,      -- upper end
  a.cosine_others,      -- mean cosine of g with the mean of the other streams' estimates of the most pairs
  a.others_low,         -- lower end of its 95 % interval
  a.others_high,        -- upper end
  (SELECT avg(s.cosine) FROM stream_estimate AS s
    WHERE s.probe_id = a.probe_id AND s.estimator = a.estimator AND s.pairs = a.pairs) AS cosine_exact, -- mean cosine of g with the exact gradient; NULL if none is known
  a.signal_to_noise,    -- ‖E g‖² over the total variance of g; negative where noise hides it
  CASE WHEN a.signal_to_noise > 0 THEN a.pairs / a.signal_to_noise END AS nsr_per_pair, -- noise to signal of a single pair, as if all were independent; NULL where noise hides it
  CASE WHEN a.signal_to_noise > 0 THEN 0.81 / 0.19 * a.pairs / a.signal_to_noise END AS pairs_for_90, -- pairs for a mean cosine of 0.9 with E g, by (1 + NSR/n)^-½; NULL where noise hides it
  CASE WHEN a.signal_high > 0 THEN 0.81 / 0.19 * a.pairs / a.signal_high END AS pairs_for_90_low, -- lower end of its 95 % interval
  CASE WHEN a.signal_low > 0 THEN 0.81 / 0.19 * a.pairs / a.signal_low END AS pairs_for_90_high -- upper end; NULL where none can be told
FROM stream_agreement AS a
JOIN probe AS p ON p.probe_id = a.probe_id
JOIN run AS r ON r.run_id = p.run_id
JOIN study AS x ON x.study_id = r.study_id;

-- Intervals over seeds, for these seeds' θ, from those of the seeds, which are independent where G is exact: squares of
-- half-widths add up, above and below. Seeds may share a reference and with it its error: there a limit is the mean of
-- theirs, which is wide. An angle is never below 0, so those of seeds that see no turn are too large, and too small near the
-- noise: the lower limit of their mean is 0 unless most of them saw a turn, the upper one that of their root mean square.
CREATE VIEW estimator_over_seeds AS -- means of estimator_summary over the seeds: one row per study, agent, iteration, estimator, batch size
WITH cell AS (
  SELECT
    study, agent, environment, iteration, estimator, state_weight, batch_size, count(*) AS seeds,
    avg(truth_norm) AS truth_norm, avg(norm_ratio) AS norm_ratio, avg(bias_norm) AS bias_norm,
    avg(bias_noise) AS bias_noise, avg(exact_bias_norm) AS exact_bias_norm, avg(total_variance) AS total_variance,
    avg(exact_total_variance) AS exact_total_variance, avg(mean_cosine) AS mean_cosine,
    avg(corrected_cosine) AS corrected_cosine, avg(truth_standard_error) AS truth_standard_error,
    sqrt(sum(mean_cosine_se * mean_cosine_se)) / count(mean_cosine_se) AS mean_cosine_se,
    avg(cosine_of_mean) AS cosine_of_mean, sum(non_finite) AS non_finite, sum(nonzero) AS nonzero,
    sum(replicates) AS replicates, count(mean_cosine) AS aligned, count(truth_noise) AS noise_truths,
    max(no_alignment) AS no_alignment, max(truth_standard_error) > 0 AS shared,
    avg(squared_bias) AS squared_bias, avg(squared_bias_low) AS mean_square_low, avg(squared_bias_high) AS mean_square_high,
    sqrt(sum((squared_bias - squared_bias_low) * (squared_bias - squared_bias_low))) / count(squared_bias_low) AS square_below,
    sqrt(sum((squared_bias_high - squared_bias) * (squared_bias_high - squared_bias))) / count(squared_bias_high) AS square_above,
    avg(turned_by) AS turned_by, avg(turned_by_low) AS mean_turn_low, avg(turned_by_high) AS mean_turn_high,
    2 * sum(turned_by_low > 0) > count(turned_by_low) AS most_turned,
    sqrt(sum((turned_by - turned_by_low) * (turned_by - turned_by_low))) / count(turned_by_low) AS turn_below,
    sqrt(
      avg(turned_by * turned_by)
        + sqrt(sum(pow(turned_by_high * turned_by_high - turned_by * turned_by, 2))) / count(turned_by_high)
    ) AS root_turn_high,
    avg(scaled_by) AS scaled_by, avg(scaled_by_low) AS mean_scale_low, avg(scaled_by_high) AS mean_scale_high,
    sqrt(sum((scaled_by_high - scaled_by) * (scaled_by_high - scaled_by))) / count(scaled_by_high) AS scale_margin,
    avg(exact_turned_by) AS exact_turned_by, avg(exact_scaled_by) AS exact_scaled_by
  FROM estimator_summary
  GROUP BY study, agent, environment, iteration, estimator, state_weight, batch_size
)
SELECT
  study,     -- name of the study
  agent,          -- name of the agent
  environment,    -- kind of environment
  iteration,      -- updates of θ before the probe
  estimator,      -- name of the estimator
  state_weight,   -- the estimator's weight of the score at time t: discounted (γ^t) or none (1)
  batch_size,     -- trajectories per estimate
  seeds,          -- seeds in the means; θ differs from seed to seed after training
  truth_norm,     -- mean of ‖G‖
  norm_ratio,     -- mean of ‖ḡ‖ / ‖G‖
  bias_norm,      -- mean of ‖ḡ − G‖, noise included
  bias_noise,     -- mean of the bias_norm that noise alone shows
  exact_bias_norm, -- mean of ‖E g − G‖
  total_variance, -- mean of the trace of the sample covariance
  exact_total_variance, -- mean of the trace of the exact covariance
  mean_cosine,    -- mean alignment
  corrected_cosine, -- mean alignment corrected for the noise of references; NULL if exact
  truth_standard_error, -- mean standard error of G; 0 if exact
  mean_cosine_se, -- its standard error, by the replicates of every seed
  cosine_of_mean, -- mean of cos(ḡ, G)
  non_finite,     -- estimates left out because a coordinate was not finite
  nonzero,        -- finite estimates that are not zero …
  replicates,     -- … of so many estimates in all
  aligned,        -- seeds in the mean alignment: those whose G is a truth and whose estimates are not all zero
  noise_truths,   -- seeds whose G is no truth, and which are in no mean of directions and ratios
  no_alignment,   -- why there is no alignment of one of the others; NULL if there are none
  squared_bias,   -- mean of ‖E g − G‖², without the noise of means: may be negative
  CASE WHEN shared THEN mean_square_low ELSE squared_bias - square_below END AS squared_bias_low, -- lower end of its 95 % interval, for these seeds' θ, as are those below
  CASE WHEN shared THEN mean_square_high ELSE squared_bias + square_above END AS squared_bias_high, -- upper end
  turned_by,      -- mean of the angle between E g and G, degrees
  CASE
    WHEN NOT most_turned THEN 0.0
    WHEN shared THEN mean_turn_low
    ELSE max(0, turned_by - turn_below)
  END AS turned_by_low,  -- lower end of its 95 % interval; 0 unless most seeds saw a turn
  CASE WHEN shared THEN mean_turn_high ELSE min(mean_turn_high, root_turn_high) END AS turned_by_high, -- upper end
  scaled_by,      -- mean of E g·G / ‖G‖²
  CASE WHEN shared THEN mean_scale_low ELSE scaled_by - scale_margin END AS scaled_by_low, -- lower end of its 95 % interval
  CASE WHEN shared THEN mean_scale_high ELSE scaled_by + scale_margin END AS scaled_by_high, -- upper end
  exact_turned_by, -- mean of the exact angle
  exact_scaled_by -- mean of the exact E g·G / ‖G‖²
FROM cell;

CREATE VIEW batch_for_alignment AS -- trajectories for a mean alignment of 0.9: study, agent, seed, iteration, estimator
SELECT
  x.name AS study, -- name of the study
  r.agent,              -- name of the agent
  r.seed,               -- root seed
  p.iteration,          -- updates of θ before the probe
  s.estimator,          -- name of the estimator
  max(1, CAST(ceil(f.trajectories - 1e-9) AS INTEGER)) AS trajectories, -- trajectories per estimate, at least 1; NULL if no number of them is enough, or nothing is known
  CASE WHEN t.noise IS NULL AND ifnull(f.note, '') <> 'the estimate is 0' THEN ifnull(f.verdict, 'unknown')
  END AS verdict, -- reached, never (the limit is lower) or unknown; NULL if G is no truth or the estimate is 0
  f.limit_cosine,       -- E cos(g, G) of an endless batch: what ever larger batches tend to
  f.nsr,                -- noise to signal of one trajectory: total variance / ‖E g‖²
  ifnull(f.source, 'empirical') AS source, -- where mean and variance come from: exact (computed) or empirical (the sample)
  f.batch_size,         -- largest batch size that it rests on
  max(1, CAST(floor(f.low) AS INTEGER)) AS low, -- lower end of the 95 % interval of trajectories
  CAST(ceil(f.high) AS INTEGER) AS high, -- upper end; NULL where none can be told
  f.method,             -- resampled, normal, measured or fitted; NULL if not reached
  f.from_size,          -- smallest batch size that it rests on
  f.limit_low,          -- lower end of the 95 % interval of limit_cosine
  f.limit_high,         -- upper end
  CASE WHEN f.probe_id IS NOT NULL THEN f.note WHEN t.noise IS NOT NULL THEN t.noise WHEN s.batch_law IS NULL THEN 'made by version 1' WHEN t.probe_id IS NULL THEN 'no truth is known' ELSE 'not measured' END AS note -- why it is unknown; NULL if there is nothing to say
FROM estimator AS s
JOIN run AS r ON r.run_id = s.run_id
JOIN study AS x ON x.study_id = r.study_id
JOIN probe AS p ON p.run_id = r.run_id AND p.theta IS NOT NULL
LEFT JOIN truth AS t ON t.probe_id = p.probe_id
LEFT JOIN alignment_forecast AS f ON f.probe_id = p.probe_id AND f.estimator = s.estimator;

CREATE VIEW batch_for_alignment_over_seeds AS -- the same over the seeds: one row per study, agent, iteration, estimator
SELECT
  study,     -- name of the study
  agent,          -- name of the agent
  iteration,      -- updates of θ before the probe
  estimator,      -- name of the estimator
  count(*) AS seeds, -- seeds that were probed
  count(trajectories) AS reaching, -- those that reach 0.9
  avg(trajectories) AS trajectories, -- mean over the seeds that reach it; NULL if none does
  min(CASE WHEN trajectories IS NOT NULL THEN low END) AS low, -- least lower end of theirs
  CASE WHEN sum(trajectories IS NOT NULL AND high IS NULL) = 0 THEN max(high) END AS high, -- greatest upper end of theirs; NULL where one has none
  sum(verdict = 'never') AS never, -- seeds that never reach it
  avg(limit_cosine) AS limit_cosine, -- mean of what ever larger batches tend to, over the seeds where it is known
  min(source) AS source, -- empirical if one of them is
  max(from_size) AS from_size, -- smallest batch size that they rest on
  min(method) AS method,   -- how it was found; the first by name if it differs
  max(note) AS note        -- a reason why it is unknown, if there is one
FROM batch_for_alignment
GROUP BY study, agent, iteration, estimator;

CREATE VIEW agent_final AS -- what every finished run has learned: one row per study, agent, seed
SELECT
  x.name AS study, -- name of the study
  r.agent,              -- name of the agent
  r.seed,               -- root seed
  r.environment,        -- kind of environment
  i.iteration,          -- updates of θ that were made; in files of version 1, those before the last that was logged
  i.env_steps,          -- environment steps of training
  i.mean_return,        -- mean of Σ γ^t r_t over a batch drawn with the last θ, in units of reward; in files of version 1, with the last θ that was logged
  i.episode_return,     -- mean of Σ r_t over that batch, undiscounted, in units of reward; NULL in files of version 1
  i.episode_length,     -- mean number of steps of its trajectories, at most the horizon; NULL in files of version 1
  ifnull( -- in files of version 1 the last θ has no row: there the probe at it tells
    (SELECT t.value FROM probe AS p JOIN truth AS t ON t.probe_id = p.probe_id
      WHERE p.run_id = r.run_id AND p.iteration > i.iteration AND t.method = 'exact'
      ORDER BY p.iteration DESC LIMIT 1),
    i.exact_return
  ) AS exact_return,    -- J(θ) of the last θ, in units of reward; NULL if unknown, or no number (exact_finite)
  i.exact_finite        -- 1 if that J(θ) is a finite number, 0 if it overflows; NULL if the model is unknown, and in files of version 1
FROM run AS r
JOIN study AS x ON x.study_id = r.study_id
JOIN iteration AS i ON i.run_id = r.run_id
  AND i.iteration = (SELECT max(last.iteration) FROM iteration AS last WHERE last.run_id = r.run_id)
WHERE r.status = 'done' AND NOT EXISTS ( -- the last of the runs that continue each other tells for all of them
  SELECT 1 FROM run AS n
  WHERE n.study_id = r.study_id AND n.agent = r.agent AND n.seed = r.seed AND n.from_iteration > r.from_iteration
    AND n.status = 'done'
);

CREATE VIEW seed_score AS -- one number per seed and metric, of all that can be compared: agents by what they learned, estimators by a probe
WITH probed AS (
  SELECT *, max(1e-12 * truth_norm, ifnull(truth_rounding, 0)) AS rounding FROM estimator_summary
), score AS (
  SELECT
    f.study, 'agent' AS kind, NULL AS agent, NULL AS iteration, NULL AS batch_size, m.column1 AS metric,
    'higher' AS better, f.agent AS name, f.seed,
    CASE m.column1
      WHEN 'exact_return' THEN f.exact_return WHEN 'mean_return' THEN f.mean_return ELSE f.episode_return
    END AS value,
    0 AS rounding
  FROM agent_final AS f CROSS JOIN (VALUES ('exact_return'), ('mean_return'), ('episode_return')) AS m
  UNION ALL
  SELECT
    e.study, 'estimator', e.agent, e.iteration, e.batch_size, m.column1, m.column2, e.estimator, e.seed,
    CASE m.column1
      WHEN 'mean_cosine' THEN e.mean_cosine
      WHEN 'corrected_cosine' THEN e.corrected_cosine
      WHEN 'cosine_of_mean' THEN e.cosine_of_mean
      WHEN 'pairwise_cosine' THEN e.pairwise_cosine
      WHEN 'total_variance' THEN e.total_variance
      WHEN 'squared_bias' THEN e.bias_norm * e.bias_norm - e.bias_noise * e.bias_noise
      WHEN 'turned_by' THEN e.turned_by
      WHEN 'mse' THEN e.mse
      WHEN 'exact_bias_norm' THEN e.exact_bias_norm
      WHEN 'exact_total_variance' THEN e.exact_total_variance
    END,
    CASE m.column3 -- squares of what is rounding; but a difference of squares has that of the squares
      WHEN 'norm' THEN e.rounding WHEN 'square' THEN e.rounding * e.rounding
      WHEN 'difference' THEN 1e-12 * e.truth_norm * e.truth_norm ELSE 1e-12
    END
  FROM probed AS e CROSS JOIN (VALUES
    ('mean_cosine', 'higher', 'one'), ('corrected_cosine', 'higher', 'one'), ('cosine_of_mean', 'higher', 'one'),
    ('pairwise_cosine', 'higher', 'one'), ('total_variance', 'lower', 'square'), ('squared_bias', 'lower', 'square'),
    ('turned_by', 'lower', 'one'), ('mse', 'lower', 'square'), ('exact_bias_norm', 'lower', 'norm'),
    ('exact_total_variance', 'lower', 'difference')
  ) AS m
)
SELECT
  study, -- name of the study
  kind,       -- what is compared: agent or estimator
  agent,      -- the agent at whose θ the estimators were probed; NULL where agents are compared
  iteration,  -- updates of θ before that probe; NULL where agents are compared
  batch_size, -- trajectories per estimate; NULL where agents are compared
  metric,     -- column of agent_final or estimator_summary; squared_bias, without the noise of means, may be negative
  better,     -- which values are better: higher or lower
  name,       -- name of the agent or estimator
  seed,       -- root seed; the unit of replication
  value,      -- the number, in the unit of its column
  ifnull(rounding, 0) AS rounding -- what may be rounding alone, in the same unit: 1e-12 of the truth or its own rounding; 0 for agents
FROM score
WHERE value IS NOT NULL;

CREATE VIEW score_over_seeds AS -- mean, median and interquartile mean of seed_score: one row per agent, or per estimator, probe and batch size, and metric
WITH ranked AS (
  SELECT
    *, count(*) OVER everyone AS n, avg(value) OVER everyone AS center,
    row_number() OVER (everyone ORDER BY value) AS place
  FROM seed_score
  WINDOW everyone AS (PARTITION BY study, kind, agent, iteration, batch_size, metric, name)
)
SELECT
  study, -- name of the study
  kind,       -- what is compared: agent or estimator
  agent,      -- the agent at whose θ the estimators were probed; NULL where agents are compared
  iteration,  -- updates of θ before that probe; NULL where agents are compared
  batch_size, -- trajectories per estimate; NULL where agents are compared
  metric,     -- metric of seed_score, which says its unit
  better,     -- which values are better: higher or lower
  name,       -- name of the agent or estimator
  count(*) AS seeds,    -- seeds with a value
  avg(value) AS mean,   -- mean over the seeds
  avg(CASE WHEN place IN ((n + 1) / 2, (n + 2) / 2) THEN value END) AS median, -- median over the seeds
  2.0 / count(*) * sum(value * max(0, min(place, 0.75 * n) - max(place - 1, 0.25 * n))) AS iqm, -- mean of the middle half; a seed that a quartile cuts counts in part
  sqrt(sum((value - center) * (value - center)) / (count(*) - 1)) AS deviation -- sample standard deviation over the seeds; NULL for one
FROM ranked
GROUP BY study, kind, agent, iteration, batch_size, metric, better, name;

-- The probability of improvement is Mann & Whitney's U over the number of pairs, ties as halves: each value wins over the
-- values of the baseline that are less, which their order gives without a join of all with all.
CREATE VIEW paired_difference AS -- each agent or estimator against each other one of its study, or of its probe and batch size, as baseline
WITH score AS MATERIALIZED (
  SELECT *, dense_rank() OVER (ORDER BY study, kind, agent, iteration, batch_size, metric) AS cell FROM seed_score
), contender AS MATERIALIZED (
  SELECT cell, study, kind, agent, iteration, batch_size, metric, better, name, count(*) AS seeds
  FROM score
  GROUP BY cell, study, kind, agent, iteration, batch_size, metric, better, name
), versus AS MATERIALIZED (
  SELECT x.*, y.name AS baseline, y.seeds AS others
  FROM contender AS x JOIN contender AS y ON y.cell = x.cell AND y.name <> x.name
), pair AS (
  SELECT
    x.cell, x.name, y.name AS baseline, x.value - y.value AS difference,
    avg(x.value - y.value) OVER (PARTITION BY x.cell, x.name, y.name) AS center
  FROM score AS x JOIN score AS y ON y.cell = x.cell AND y.seed = x.seed AND y.name <> x.name
), paired AS MATERIALIZED (
  SELECT
    cell, name, baseline, count(*) AS pairs, avg(difference) AS mean_difference,
    sqrt(sum((difference - center) * (difference - center)) / (count(*) - 1) / count(*)) AS mean_difference_se
  FROM pair
  GROUP BY cell, name, baseline
), joined AS ( -- the values of both; own is 1 for those of the one, 0 for those of the baseline
  SELECT v.cell, v.name, v.baseline, v.others, s.value, s.rounding, s.name = v.name AS own
  FROM versus AS v JOIN score AS s ON s.cell = v.cell AND s.name IN (v.name, v.baseline)
), stepped AS ( -- step is 1 where a value exceeds the one before it by more than rounding: that of the truth, or 1e-12 of the largest size
  SELECT
    *, value - lag(value) OVER (PARTITION BY cell, name, baseline ORDER BY value) > max(
      1e-12 * max(abs(value)) OVER (PARTITION BY cell, name, baseline),
      max(rounding) OVER (PARTITION BY cell, name, baseline)
    ) AS step
  FROM joined
), ranked AS (
  SELECT *, sum(ifnull(step, 0)) OVER (PARTITION BY cell, name, baseline ORDER BY value) AS place FROM stepped
), placed AS (
  SELECT
    cell, name, baseline, others, own,
    sum(1 - own) OVER (PARTITION BY cell, name, baseline ORDER BY place) AS up_to,
    sum(1 - own) OVER (PARTITION BY cell, name, baseline, place) AS ties
  FROM ranked
), won AS MATERIALIZED (
  SELECT cell, name, baseline, avg((up_to - 0.5 * ties) / others) AS higher
  FROM placed
  WHERE own
  GROUP BY cell, name, baseline
)
SELECT
  v.study, -- name of the study
  v.kind,       -- what is compared: agent or estimator
  v.agent,      -- the agent at whose θ the estimators were probed; NULL where agents are compared
  v.iteration,  -- updates of θ before that probe; NULL where agents are compared
  v.batch_size, -- trajectories per estimate; NULL where agents are compared
  v.metric,     -- metric of seed_score, which says its unit
  v.better,     -- which values are better: higher or lower
  v.name,       -- name of the agent or estimator
  v.baseline,   -- name of the one that it is compared with
  ifnull(p.pairs, 0) AS pairs, -- seeds that both have; estimators saw the same trajectories there
  p.mean_difference,           -- mean over them of value − value of the baseline; NULL if there are none
  p.mean_difference_se,        -- its standard error over the seeds; NULL for less than two
  CASE v.better WHEN 'higher' THEN w.higher ELSE 1 - w.higher
  END AS probability_of_improvement -- share of all pairs of seeds in which it is better than the baseline, ties as halves
FROM versus AS v
JOIN won AS w ON w.cell = v.cell AND w.name = v.name AND w.baseline = v.baseline
LEFT JOIN paired AS p ON p.cell = v.cell AND p.name = v.name AND p.baseline = v.baseline;

CREATE VIEW replicate_score AS -- one number per replicate of a probe, whose mean over the replicates is that seed's mean_cosine, total_variance or mse; of cells that keep all estimates
WITH score AS (
  SELECT
    e.probe_id, e.batch_size, m.column1 AS metric, e.estimator, e.replicate,
    CASE m.column1
      WHEN 'mean_cosine' THEN CASE WHEN c.nonzero > 0 THEN e.cosine END
      WHEN 'total_variance' THEN e.squared_deviation * c.finite / (c.finite - 1)
      WHEN 'mse' THEN e.squared_error
    END AS value
  FROM cell AS c
  JOIN estimate AS e ON e.probe_id = c.probe_id AND e.estimator = c.estimator AND e.batch_size = c.batch_size
  CROSS JOIN (VALUES ('mean_cosine'), ('total_variance'), ('mse')) AS m
  WHERE c.kept = c.replicates
)
SELECT
  x.name AS study,   -- name of the study
  r.agent,                -- the agent at whose θ it was probed
  p.iteration,            -- updates of θ before the probe
  s.batch_size,           -- trajectories per estimate
  s.metric,               -- mean_cosine (cosine), total_variance (‖g − ḡ‖² N/(N − 1)) or mse (‖g − G‖²)
  s.estimator AS name,    -- name of the estimator
  r.seed,                 -- root seed
  s.replicate,            -- number within the cell; all estimators saw the same trajectories in it, unless one takes several batches
  s.value                 -- the number, in the unit of its metric
FROM score AS s
JOIN probe AS p ON p.probe_id = s.probe_id
JOIN run AS r ON r.run_id = p.run_id
JOIN study AS x ON x.study_id = r.study_id
WHERE s.value IS NOT NULL;

CREATE VIEW hyperparameter AS -- one row per run and key of its configuration, to group runs by: what varies, and what is the same
SELECT
  x.name AS study,  -- name of the study
  r.agent,          -- name of the agent
  r.seed,           -- root seed
  r.run_id,         -- the run
  substr(k.fullkey, 3) AS key, -- key of the configuration, such as policy.deviation or agent.optimizer.learningRate; all but the seed
  CASE k.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE k.value END AS value -- its value: a number, a text, or a list as JSON; NULL for null
FROM run AS r
JOIN study AS x ON x.study_id = r.study_id
JOIN json_tree(r.config) AS k
WHERE k.type <> 'object' AND instr(k.fullkey, '[') = 0 AND k.fullkey <> '$.seed';
