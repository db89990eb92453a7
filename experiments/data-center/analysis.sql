-- the first θ, K = 0, with the policy's noise and almost without: cost of 100 steps and norm of its gradient
SELECT
  x.name AS study,
  json_extract(r.config, '$.policy.deviation') AS policy_noise,
  -t.value AS exact_cost,
  t.norm AS exact_gradient_norm
FROM truth AS t
JOIN probe AS p USING (probe_id)
JOIN run AS r USING (run_id)
JOIN study AS x USING (study_id)
WHERE p.iteration = 0
GROUP BY x.name
ORDER BY x.name;

-- median cost of 100 steps of u = Kx, without noise of the policy, after so many rollouts (of searches it is what J says)
WITH RECURSIVE mark (rollouts) AS (
  VALUES (40), (200), (400), (1000), (2000), (4000)
), gain AS (
  SELECT r.agent, r.seed, 8 * p.iteration AS rollouts,
    json_extract(vec_json(p.theta), '$[0]') AS k11, json_extract(vec_json(p.theta), '$[1]') AS k12,
    json_extract(vec_json(p.theta), '$[2]') AS k13, json_extract(vec_json(p.theta), '$[3]') AS k21,
    json_extract(vec_json(p.theta), '$[4]') AS k22, json_extract(vec_json(p.theta), '$[5]') AS k23,
    json_extract(vec_json(p.theta), '$[6]') AS k31, json_extract(vec_json(p.theta), '$[7]') AS k32,
    json_extract(vec_json(p.theta), '$[8]') AS k33
  FROM probe AS p
  JOIN run AS r USING (run_id)
  WHERE 8 * p.iteration IN (SELECT rollouts FROM mark) AND r.agent NOT LIKE '%search'
), noise (rack, x, y, z) AS (
  VALUES (1, 1.0, 0.0, 0.0), (2, 0.0, 1.0, 0.0), (3, 0.0, 0.0, 1.0)
), path AS ( -- what has become of the noise of one step after k steps
  SELECT gain.*, rack, x, y, z, 0 AS k FROM gain, noise
  UNION ALL
  SELECT agent, seed, rollouts, k11, k12, k13, k21, k22, k23, k31, k32, k33, rack,
    (1.01 + k11) * x + (0.01 + k12) * y + k13 * z,
    (0.01 + k21) * x + (1.01 + k22) * y + (0.01 + k23) * z,
    k31 * x + (0.01 + k32) * y + (1.01 + k33) * z, k + 1
  FROM path WHERE k < 99
), met AS ( -- its cost in a state and in an action
  SELECT agent, seed, rollouts, k, x * x + y * y + z * z AS state,
    1000 * ((k11 * x + k12 * y + k13 * z) * (k11 * x + k12 * y + k13 * z)
      + (k21 * x + k22 * y + k23 * z) * (k21 * x + k22 * y + k23 * z)
      + (k31 * x + k32 * y + k33 * z) * (k31 * x + k32 * y + k33 * z)) AS action
  FROM path
), outcome AS ( -- in 100 steps, noise that is k steps old is met 100 - k times in a state, 99 - k times in an action
  SELECT agent, seed, rollouts, sum((100 - k) * state + (99 - k) * action) AS cost
  FROM met
  GROUP BY agent, seed, rollouts
  UNION
  SELECT r.agent, r.seed, 8 * i.iteration, -i.exact_return FROM iteration AS i JOIN run AS r USING (run_id)
  WHERE r.agent LIKE '%search'
  UNION
  SELECT r.agent, r.seed, 8 * p.iteration, -t.value FROM truth AS t JOIN probe AS p USING (probe_id)
  JOIN run AS r USING (run_id)
  WHERE r.agent LIKE '%search'
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY agent, rollouts ORDER BY cost) AS place,
    count(*) OVER (PARTITION BY agent, rollouts) AS runs
  FROM outcome
), middle AS (
  SELECT agent, rollouts, avg(cost) AS cost FROM ranked WHERE place IN ((runs + 1) / 2, (runs + 2) / 2)
  GROUP BY agent, rollouts
)
SELECT
  rollouts,
  max(cost) FILTER (WHERE agent = 'total return') AS sampled_total_return,
  max(cost) FILTER (WHERE agent = 'reward-to-go') AS "sampled_reward-to-go",
  max(cost) FILTER (WHERE agent = 'random search') AS sampled_random_search,
  max(cost) FILTER (WHERE agent = 'uniform search') AS sampled_uniform_search,
  max(cost) FILTER (WHERE agent = 'nominal control') AS sampled_nominal_control
FROM mark LEFT JOIN middle USING (rollouts)
GROUP BY rollouts
ORDER BY rollouts;

-- the last K for ever: runs whose racks do not overheat, and the median over them of the mean cost of a step
WITH RECURSIVE gain AS (
  SELECT r.agent, r.seed, 8 * p.iteration AS rollouts,
    json_extract(vec_json(p.theta), '$[0]') AS k11, json_extract(vec_json(p.theta), '$[1]') AS k12,
    json_extract(vec_json(p.theta), '$[2]') AS k13, json_extract(vec_json(p.theta), '$[3]') AS k21,
    json_extract(vec_json(p.theta), '$[4]') AS k22, json_extract(vec_json(p.theta), '$[5]') AS k23,
    json_extract(vec_json(p.theta), '$[6]') AS k31, json_extract(vec_json(p.theta), '$[7]') AS k32,
    json_extract(vec_json(p.theta), '$[8]') AS k33
  FROM probe AS p
  JOIN run AS r USING (run_id)
  WHERE p.iteration = (SELECT max(iteration) FROM probe AS q WHERE q.run_id = p.run_id)
), noise (rack, x, y, z) AS (
  VALUES (1, 1.0, 0.0, 0.0), (2, 0.0, 1.0, 0.0), (3, 0.0, 0.0, 1.0)
), path AS ( -- what has become of the noise of one step after k steps
  SELECT gain.*, rack, x, y, z, 0 AS k FROM gain, noise
  UNION ALL
  SELECT agent, seed, rollouts, k11, k12, k13, k21, k22, k23, k31, k32, k33, rack,
    (1.01 + k11) * x + (0.01 + k12) * y + k13 * z,
    (0.01 + k21) * x + (1.01 + k22) * y + (0.01 + k23) * z,
    k31 * x + (0.01 + k32) * y + (1.01 + k33) * z, k + 1
  FROM path WHERE k < 2000
), met AS ( -- its cost in a state and in an action
  SELECT agent, seed, rollouts, k, x * x + y * y + z * z AS state,
    1000 * ((k11 * x + k12 * y + k13 * z) * (k11 * x + k12 * y + k13 * z)
      + (k21 * x + k22 * y + k23 * z) * (k21 * x + k22 * y + k23 * z)
      + (k31 * x + k32 * y + k33 * z) * (k31 * x + k32 * y + k33 * z)) AS action
  FROM path
), outcome AS (
  SELECT agent, seed, max(rollouts) AS rollouts, sum(state + action) AS cost,
    max(state) FILTER (WHERE k = 2000) < 1e-6 AS stable
  FROM met
  GROUP BY agent, seed
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY agent, stable ORDER BY cost) AS place,
    count(*) OVER (PARTITION BY agent, stable) AS runs
  FROM outcome
)
SELECT
  agent,
  max(rollouts) AS rollouts,
  sum(stable) || ' of ' || count(*) AS sampled_stable,
  printf('%.2f', avg(cost) FILTER (WHERE stable AND place IN ((runs + 1) / 2, (runs + 2) / 2))) AS sampled_mean_cost
FROM ranked
GROUP BY agent
ORDER BY agent;
