-- Every estimate of every run, one row each. Times are UTC, ISO 8601 with milliseconds. Gradients and θ are
-- BLOBs of little-endian float64. NULL in a statistic means "not defined" (unknown truth, non-finite estimate).

CREATE TABLE meta ( -- facts about this file
  key   TEXT NOT NULL PRIMARY KEY, -- name: schema_version, created_at, package_version; writer, while the file is written
  value TEXT NOT NULL              -- value, as text
) STRICT;

CREATE TABLE study ( -- a study: the runs that are compared with each other
  study_id INTEGER PRIMARY KEY,  -- identifier
  name          TEXT NOT NULL UNIQUE, -- name of the study, as in its configuration
  created_at    TEXT NOT NULL         -- UTC time of its first registration
) STRICT;

CREATE TABLE run ( -- one agent with one seed; identifiers follow the plan, not the order of finishing
  run_id          INTEGER PRIMARY KEY, -- identifier
  study_id   INTEGER NOT NULL REFERENCES study ON DELETE CASCADE, -- its study
  agent           TEXT NOT NULL,       -- name of the agent
  seed            INTEGER NOT NULL,    -- root seed; the unit of replication
  environment     TEXT NOT NULL,       -- kind of environment
  from_iteration  INTEGER NOT NULL DEFAULT 0, -- updates of θ before its first row: 0, or those of the run of the same study, agent and seed that it continues
  config          TEXT NOT NULL,       -- resolved configuration of this run, JSON
  config_hash     TEXT NOT NULL,       -- hash of that configuration; decides whether a finished run is this one
  status          TEXT NOT NULL        -- queued, running, done, failed or interrupted; done rows never change, but `run --replace` may delete them
    CHECK (status IN ('queued', 'running', 'done', 'failed', 'interrupted')),
  attempt         INTEGER NOT NULL DEFAULT 0, -- number of starts so far
  heartbeat       TEXT,                -- UTC time of the last sign of life
  git_commit      TEXT,                -- commit of the working folder at the start; NULL outside git
  git_dirty       INTEGER,             -- 1 if that folder had uncommitted changes, else 0; NULL outside git
  package_version TEXT,                -- version of trueslope that ran it
  node_version    TEXT,                -- version of Node.js that ran it
  engine          TEXT,                -- how its JavaScript engine rounds exp, log, sin and the like: equal digests, equal bits; NULL if unknown
  host            TEXT,                -- name of the machine
  pid             INTEGER,             -- process id of the writer
  started_at      TEXT,                -- UTC time of the last start
  ended_at        TEXT,                -- UTC time of the end; the last heartbeat if the process was killed
  error           TEXT,                -- why it failed; NULL otherwise
  earlier_seconds REAL NOT NULL DEFAULT 0, -- of the starts before the last, until the checkpoint from which that went on; 0 if it began at its first row
  digest          TEXT,                -- SHA-256 of its rows when it was done, for trueslope check; NULL before, and if not known
  UNIQUE (study_id, agent, seed, from_iteration)
) STRICT;

CREATE TABLE final_state ( -- all that training held after its last update, for a longer run to go on from; none of an agent that learns nothing
  run_id    INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE, -- its run
  iteration INTEGER NOT NULL, -- updates of θ before
  state     TEXT NOT NULL     -- θ, optimizer, critics, normalizer, random streams: JSON, arrays as little-endian bytes in base64
) STRICT;

CREATE TABLE checkpoint ( -- where a run that is not done goes on from if it is started again; gone when it is done
  run_id    INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE, -- its run
  iteration INTEGER NOT NULL, -- updates of θ before; all rows up to what was measured at that θ are there
  steps     INTEGER NOT NULL, -- CRC-32 of the environment steps of its estimates so far, for its digest
  seconds   REAL NOT NULL,    -- from its start until then, with earlier starts as in run.earlier_seconds
  used      INTEGER NOT NULL DEFAULT 0 -- 1 if a later start went on from here: one that fails before the next checkpoint takes this one away
    CHECK (used IN (0, 1)),
  state     TEXT              -- as in final_state; NULL where that has it
) STRICT;

CREATE TABLE estimator ( -- what each estimator of a run is and what it claims
  run_id       INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, -- its run
  estimator    TEXT NOT NULL,    -- name, unique within the run
  kind         TEXT NOT NULL,    -- kind, as in `trueslope list estimators`
  state_weight TEXT NOT NULL,    -- weight of the score at time t: discounted (γ^t) or none (1)
  unbiased     INTEGER NOT NULL  -- 1 if it claims to be unbiased for the truth, else 0
    CHECK (unbiased IN (0, 1)),
  config       TEXT NOT NULL,    -- its resolved configuration, JSON
  batch_law    TEXT              -- mean (of its trajectories), nearly-mean (but for terms in 1/n²), unknown; NULL from version 1
    CHECK (batch_law IN ('mean', 'nearly-mean', 'unknown')),
  PRIMARY KEY (run_id, estimator)
) STRICT;

CREATE TABLE iteration ( -- one θ of training, a batch drawn with it and the update that followed; the last is θ after all updates
  run_id         INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, -- its run
  iteration      INTEGER NOT NULL, -- updates of θ before this row; of the last row, all of them
  env_steps      INTEGER NOT NULL, -- environment steps of training so far, this batch included; the batch at the last θ, which trains nothing, is not counted
  mean_return    REAL,             -- mean of Σ γ^t r_t over the batch, in units of reward
  episode_return REAL,             -- mean of Σ r_t over the batch, undiscounted, in units of reward; NULL in files of version 1
  episode_length REAL,             -- mean number of steps of its trajectories, at most the horizon; NULL in files of version 1
  exact_return   REAL,             -- J(θ) by dynamic programming, in units of reward; NULL if the model is unknown, or J no number (exact_finite)
  gradient_norm  REAL,             -- Euclidean norm of the estimate given to the optimizer; NULL if not finite, and at the last θ
  finite         INTEGER,          -- 1 if that estimate was finite, 0 if the update was skipped; NULL at the last θ
  exact_finite   INTEGER,          -- 1 if J(θ) is a finite number, 0 if it overflows; NULL if the model is unknown, and in files of version 1
  episodes           INTEGER, -- episodes behind the returns: the trajectories of the batch, or those that ended in its lanes; NULL in files of version 1
  episode_return_min REAL,    -- smallest Σ r_t of them, in units of reward; NULL where there is none
  episode_return_max REAL,    -- largest
  entropy            REAL,    -- mean entropy of the policy at the steps of the update, in nats; NULL where no update of minibatches tells, as are the others
  kl                 REAL,    -- mean KL(before‖now) at the steps: in closed form of trpo, else estimated from the ratios of the last epoch
  clip_fraction      REAL,    -- part of the steps of the last epoch whose ratio lies outside of 1 ± ε
  value_loss         REAL,    -- mean of (V − T)² in the last epoch, in units of scaled rewards
  explained_variance REAL,    -- 1 − Var(T − V)/Var(T) of the values before the update and their targets; NULL where all targets are equal
  learning_rate      REAL,    -- step size of the policy
  PRIMARY KEY (run_id, iteration)
) STRICT;

CREATE TABLE evaluation ( -- whole episodes of the policy at one θ, on streams of their own; nothing is learned from them
  run_id             INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, -- its run
  iteration          INTEGER NOT NULL, -- updates of θ before
  env_steps          INTEGER NOT NULL, -- environment steps of training before; those of evaluations are not counted
  episodes           INTEGER NOT NULL, -- number of episodes
  deterministic      INTEGER NOT NULL  -- 1 if the most likely action was taken everywhere, 0 if actions were drawn
    CHECK (deterministic IN (0, 1)),
  episode_return     REAL, -- mean of Σ r_t over the episodes, undiscounted, in units of reward
  episode_return_sd  REAL, -- their sample standard deviation; NULL of a single episode
  episode_return_min REAL, -- smallest
  episode_return_max REAL, -- largest
  episode_length     REAL, -- mean number of steps, at most the horizon
  PRIMARY KEY (run_id, iteration)
) STRICT;

CREATE TABLE probe ( -- all estimates drawn at one frozen θ; planned with the run
  probe_id  INTEGER PRIMARY KEY, -- identifier
  run_id    INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, -- its run
  iteration INTEGER NOT NULL,    -- updates of θ before this probe
  theta     BLOB,                -- θ, P float64; NULL until the probe happens
  normalizer BLOB,               -- mean and deviation of each observation's coordinate, 2 × O float64; NULL if there is none
  UNIQUE (run_id, iteration)
) STRICT;

CREATE TABLE truth ( -- the gradient that the estimates of a probe are compared with
  probe_id       INTEGER PRIMARY KEY REFERENCES probe ON DELETE CASCADE, -- its probe
  discount       REAL NOT NULL,    -- γ of the objective, in [0, 1]
  horizon        INTEGER NOT NULL, -- T of the objective, in environment steps
  state_weight   TEXT NOT NULL,    -- weight of the score at time t: discounted (γ^t) or none (1)
  method         TEXT NOT NULL     -- how it was found: exact, or reference (an average over other trajectories)
    CHECK (method IN ('exact', 'reference')),
  value          REAL,             -- J(θ), in units of reward
  norm           REAL NOT NULL,    -- Euclidean norm of the gradient
  standard_error REAL NOT NULL,    -- standard error of the gradient, as a norm; 0 if exact
  gradient       BLOB NOT NULL,    -- the gradient, P float64
  reference_hash TEXT REFERENCES reference, -- the reference that it is; NULL if exact
  rounding       REAL,             -- about the rounding error of an exact gradient, as a norm; NULL if unknown
  noise          TEXT              -- why it is no truth, so that no cosine and no ratio with it is defined; NULL if it is one
) STRICT;

CREATE TABLE reference ( -- gradients averaged over many trajectories, where none is exact; kept for runs to come
  reference_hash       TEXT NOT NULL PRIMARY KEY, -- hash of environment, policy, θ, objective, error and budget
  trajectories         INTEGER NOT NULL, -- trajectories in the average
  env_steps            INTEGER NOT NULL, -- environment steps that they took
  value                REAL NOT NULL,    -- mean return, in units of reward
  value_standard_error REAL NOT NULL,    -- its standard error, in units of reward
  standard_error       REAL NOT NULL,    -- standard error of the gradient, as a norm
  split_half_cosine    REAL NOT NULL,    -- mean cosine between the means of two random halves
  gradient             BLOB NOT NULL,    -- the average, P float64
  parts                BLOB NOT NULL     -- averages of 32 equal parts of the trajectories, 32 × P float64
) STRICT;

CREATE TABLE reference_draft ( -- what is drawn of a reference that is not whole, for a later start to go on with; gone when it is
  reference_hash  TEXT NOT NULL PRIMARY KEY, -- as in reference
  package_version TEXT NOT NULL, -- version of trueslope that draws it: no other goes on with it
  engine          TEXT NOT NULL, -- as in run: nor does another engine
  state           TEXT NOT NULL  -- sums over its batches, and how much of its present stage is in them: JSON, as in final_state
) STRICT;

CREATE TABLE corrected_alignment ( -- mean alignment of a cell, corrected for the noise of its reference
  probe_id   INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator  TEXT NOT NULL,    -- name of the estimator
  batch_size INTEGER NOT NULL, -- trajectories behind an estimate
  cosine     REAL,             -- mean of cos(g, reference) × (1 + NSR of the reference)^½; NULL if the reference is all noise
  low        REAL,             -- lower end of its 95 % interval, by the variances of estimates and of the reference
  high       REAL,             -- upper end
  PRIMARY KEY (probe_id, estimator, batch_size)
) STRICT;

CREATE TABLE exact_moments ( -- exact bias and variance of the estimates g of an estimator, where they can be computed
  probe_id            INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator           TEXT NOT NULL,    -- name of the estimator
  batch_size          INTEGER NOT NULL, -- trajectories behind an estimate
  method              TEXT NOT NULL     -- recursion (dynamic programming), enumeration (of all batches), integration (over an action)
    CHECK (method IN ('recursion', 'enumeration', 'integration')),
  bias_norm           REAL NOT NULL,    -- ‖E g − G‖, with G the truth
  mean_norm           REAL NOT NULL,    -- ‖E g‖
  cosine              REAL,             -- cos(E g, G), in [-1, 1]; NULL if E g = 0 or G is no truth
  turned_by           REAL,             -- angle between E g and G, degrees; NULL where the cosine is
  scaled_by           REAL,             -- E g·G / ‖G‖²: the part of E g along G, over G; NULL if G is no truth
  total_variance      REAL NOT NULL,    -- trace of the covariance of g; in units of ‖G‖², as are its parts
  rounding            REAL,             -- part of total_variance that rounding may have made, an estimate: no row where it exceeds 1e-6; part of ‖E g‖² or ‖G‖² where total_variance is 0; NULL if unknown
  trajectory_variance REAL,             -- part from rewards and transitions: Σ_t E[‖ψ‖² Var(Y|s,a)]; NULL if unknown
  action_variance     REAL,             -- part from the choice of actions: Σ_t E[Var(ψ E[Y|s,a] | s)]
  state_variance      REAL,             -- part from the states at each step: Σ_t Var(E[ψ E[Y|s,a] | s])
  step_covariance     REAL,             -- what is left: covariances between different steps; may be negative
  parallel_variance   REAL,             -- variance of g·E g/‖E g‖, which lengthens g; the rest of the total turns it; NULL if unknown
  PRIMARY KEY (probe_id, estimator, batch_size)
) STRICT;

CREATE TABLE alignment_forecast ( -- the batch that a mean alignment of 0.9 asks for, made when the estimates of a probe are there
  probe_id       INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator      TEXT NOT NULL,    -- name of the estimator
  verdict        TEXT NOT NULL     -- reached, never (the limit is lower) or unknown
    CHECK (verdict IN ('reached', 'never', 'unknown')),
  trajectories   REAL,             -- trajectories per estimate, not rounded; NULL if not reached
  low            REAL,             -- lower end of its 95 % interval
  high           REAL,             -- upper end; NULL where none can be told
  limit_cosine   REAL,             -- E cos(g, G) of an endless batch; NULL if unknown
  limit_low      REAL,             -- lower end of its 95 % interval; the same as limit_cosine where that is exact
  limit_high     REAL,             -- upper end
  nsr            REAL,             -- noise to signal of one trajectory at the largest batch size: total variance / ‖E g‖²
  source         TEXT NOT NULL     -- where mean and variance come from: exact (computed) or empirical (the sample)
    CHECK (source IN ('exact', 'empirical')),
  method         TEXT              -- resampled, normal, measured or fitted, see docs/concepts.md; NULL if not reached
    CHECK (method IN ('resampled', 'normal', 'measured', 'fitted')),
  from_size      INTEGER NOT NULL, -- smallest batch size that it rests on
  batch_size     INTEGER NOT NULL, -- largest batch size that it rests on
  note           TEXT,             -- why it is unknown; NULL if there is nothing to say
  PRIMARY KEY (probe_id, estimator)
) STRICT;

CREATE TABLE predicted_alignment ( -- what the same law says of each probed batch size, where it is known
  probe_id   INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator  TEXT NOT NULL,    -- name of the estimator
  batch_size INTEGER NOT NULL, -- trajectories behind an estimate
  alignment  REAL NOT NULL,    -- E cos(g, G)
  low        REAL NOT NULL,    -- lower end of its 95 % interval; normality is assumed where no smaller batch shows more
  high       REAL NOT NULL,    -- upper end
  agreement  REAL NOT NULL,    -- E cos(g, g') of two independent estimates
  PRIMARY KEY (probe_id, estimator, batch_size)
) STRICT;

CREATE TABLE measured_bias ( -- the bias of a cell's estimates g for the truth G, without the noise of means, and its 95 % intervals
  probe_id          INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator         TEXT NOT NULL,    -- name of the estimator
  batch_size        INTEGER NOT NULL, -- trajectories behind an estimate
  squared_bias_low  REAL, -- lower end of ‖E g − G‖², which may be negative; NULL for fewer than 6 estimates, as are the others
  squared_bias_high REAL, -- upper end
  turned_by         REAL, -- angle between E g and G, degrees; NULL if all g are 0 or G is no truth
  turned_by_low     REAL, -- lower end; 0 where no turn was seen
  turned_by_high    REAL, -- upper end
  scaled_by         REAL, -- E g·G / ‖G‖²: the part of E g along G, over G; NULL if G is no truth
  scaled_by_low     REAL, -- lower end
  scaled_by_high    REAL, -- upper end
  PRIMARY KEY (probe_id, estimator, batch_size)
) STRICT;

CREATE TABLE estimand ( -- what a cell's estimates are estimates of, where that is not G, and how they compare with it
  probe_id       INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator      TEXT NOT NULL,    -- name of the estimator
  batch_size     INTEGER NOT NULL, -- trajectories behind an estimate
  name           TEXT NOT NULL,    -- what it is, e.g. the gradient of a smoothed objective
  norm           REAL,             -- its Euclidean norm
  standard_error REAL,             -- its standard error, as a norm; 0 if exact
  cosine_truth   REAL,             -- its cosine with the truth G; NULL if that is unknown
  bias_norm      REAL,             -- ‖mean g − estimand‖ of the cell, noise included
  cosine_of_mean REAL,             -- cos(mean g, estimand)
  gradient       BLOB NOT NULL,    -- the estimand, P float64
  PRIMARY KEY (probe_id, estimator, batch_size)
) STRICT;

CREATE TABLE diagnostic ( -- diagnostics of a probe; docs/concepts.md says what each name is
  probe_id       INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  subject        TEXT NOT NULL, -- the estimator that it is of, or whose critic; agent for the agent's own
  name           TEXT NOT NULL, -- what was measured
  value          REAL,          -- the figure; NULL if it is not defined
  standard_error REAL,          -- its standard error; 0 if exact; NULL if unknown
  PRIMARY KEY (probe_id, subject, name)
) STRICT;

CREATE TABLE stream_estimate ( -- estimates g of the gradient from the first state-action pairs of independent streams
  probe_id     INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator    TEXT NOT NULL,    -- name of the estimator
  pairs        INTEGER NOT NULL, -- state-action pairs behind g: the first of its stream
  stream       INTEGER NOT NULL, -- number of the stream, from 0; all of its estimates share their pairs
  trajectories INTEGER NOT NULL, -- trajectories that they are of; the last one may be cut
  cosine       REAL,             -- cosine with the exact gradient; NULL if none is known
  gradient     BLOB NOT NULL,    -- g, P float64
  PRIMARY KEY (probe_id, estimator, pairs, stream)
) STRICT;

CREATE TABLE stream_agreement ( -- how the streams' estimates of one number of pairs agree, with 95 % intervals whose unit is the stream
  probe_id        INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator       TEXT NOT NULL,    -- name of the estimator
  pairs           INTEGER NOT NULL, -- state-action pairs behind an estimate
  streams         INTEGER NOT NULL, -- independent streams
  trajectories    REAL NOT NULL,    -- mean number of trajectories behind an estimate
  pairwise_cosine REAL,             -- E cos(g, g′) of two estimates
  pairwise_low    REAL,             -- lower end of its interval; NULL for fewer than 6 streams, as are the others
  pairwise_high   REAL,             -- upper end
  cosine_others   REAL,             -- mean cosine of g with the mean of the other streams' estimates of the most pairs
  others_low      REAL,             -- lower end of its interval
  others_high     REAL,             -- upper end
  signal_to_noise REAL,             -- ‖E g‖² over the total variance of g; negative where noise hides it
  signal_low      REAL,             -- lower end of its interval; NULL where none can be told
  signal_high     REAL,             -- upper end
  PRIMARY KEY (probe_id, estimator, pairs)
) STRICT;

CREATE TABLE landscape ( -- J, returns or a surrogate at θ + x d₁ + y d₂: d₁ the agent's step, d₂ a random direction as long
  probe_id       INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  kind           TEXT NOT NULL      -- true (J), episode_return (undiscounted), surrogate (of the step's batch) or held_out (of another)
    CHECK (kind IN ('true', 'episode_return', 'surrogate', 'held_out')),
  x              REAL NOT NULL, -- along the step, in units of its length
  y              REAL NOT NULL, -- along the random direction, in the same units
  value          REAL,          -- it, there, in units of reward; those of an update's surrogate are its advantages'
  standard_error REAL,          -- its standard error, in the same units; 0 if exact
  change         REAL,          -- how much higher it is than at θ, with the same random numbers; NULL in files of version 1
  change_error   REAL,          -- standard error of that difference; 0 if exact
  PRIMARY KEY (probe_id, kind, x, y)
) STRICT;

CREATE TABLE cell ( -- what the statistics of a cell follow from, however many estimates it has: sums over its finite estimates g
  probe_id                  INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator                 TEXT NOT NULL,    -- name of the estimator
  batch_size                INTEGER NOT NULL, -- trajectories behind an estimate
  replicates                INTEGER NOT NULL, -- estimates that were drawn
  kept                      INTEGER NOT NULL, -- of these, the first so many are rows of estimate
  env_steps                 INTEGER NOT NULL, -- environment steps behind all of them
  finite                    INTEGER NOT NULL, -- those all of whose coordinates are finite, over which the sums are; NULL where no term is defined
  nonzero                   INTEGER NOT NULL, -- those with g ≠ 0
  cosines                   INTEGER NOT NULL, -- those with a cosine
  norm                      REAL, -- Σ ‖g‖
  squared_norm              REAL, -- Σ ‖g‖²
  dot_truth                 REAL, -- Σ g·G, with G the truth
  squared_error             REAL, -- Σ ‖g − G‖²
  squared_deviation         REAL, -- Σ q, with q = ‖g − ḡ‖²
  squared_deviation_scatter REAL, -- Σ (q − mean q)²; where not all are kept, scaled up from the first ones, as is agreement_scatter
  direction_deviation       REAL, -- Σ ‖u − mean u‖², with u = g/‖g‖, or 0 if g = 0
  agreement_scatter         REAL, -- Σ (d − mean d)², with d = (g ≠ 0) − ‖u − mean u‖²
  cosine                    REAL, -- Σ c, with c the cosine with G
  cosine_gap                REAL, -- Σ (1 − c)
  squared_cosine_gap        REAL, -- Σ (1 − c)²
  cosine_bins               TEXT, -- how many c there are in each of 40 intervals of equal width over [-1, 1], JSON
  mean                      BLOB, -- ḡ, P float64
  PRIMARY KEY (probe_id, estimator, batch_size)
) STRICT;

-- An ordinary rowid table: rows of about 600 bytes arrive almost in order, so appending beats a clustered key.
CREATE TABLE estimate ( -- one estimate g of the gradient
  probe_id            INTEGER NOT NULL REFERENCES probe ON DELETE CASCADE, -- its probe
  estimator           TEXT NOT NULL,    -- name of the estimator
  batch_size          INTEGER NOT NULL, -- trajectories behind this estimate
  replicate           INTEGER NOT NULL, -- number within its cell (probe, estimator, batch size), from 0
  env_steps           INTEGER NOT NULL, -- environment steps behind this estimate
  norm                REAL,             -- ‖g‖
  dot_truth           REAL,             -- g·G, with G the truth
  cosine              REAL,             -- g·G / (‖g‖ ‖G‖), in [-1, 1]; 0 if g = 0, which points nowhere; NULL if G is unknown or no truth
  squared_error       REAL,             -- ‖g − G‖²
  squared_deviation   REAL,             -- ‖g − mean g‖², the mean taken over the finite estimates of the cell
  direction_deviation REAL,             -- ‖u − mean u‖², with u = g/‖g‖, or 0 if g = 0; same mean
  finite              INTEGER NOT NULL, -- 1 if every coordinate is finite; if 0, all statistics are NULL
  gradient            BLOB NOT NULL,    -- g, P float64
  PRIMARY KEY (probe_id, estimator, batch_size, replicate)
) STRICT;
