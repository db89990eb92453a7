-- the first θ, K = 0, with the policy's noise and almost without: cost and norm of its gradient
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

-- median cost of u = Kx, without noise of the policy, after so many rollouts (of searches it is what J says)
WITH RECURSIVE mark (rollouts) AS (
  VALUES (40), (80), (200), (280), (480), (1000), (2000), (3000)
), gain AS (
  SELECT r.agent, r.seed, 8 * p.iteration AS rollouts,
    json_extract(vec_json(p.theta), '$[0]') AS k1, json_extract(vec_json(p.theta), '$[1]') AS k2
  FROM probe AS p
  JOIN run AS r USING (run_id)
  WHERE 8 * p.iteration IN (SELECT rollouts FROM mark) AND r.agent NOT LIKE '%search'
), source (name, x, v) AS ( -- the state is a sum of what comes from the start and from the noise of each step
  VALUES ('start', -1.0, 0.0), ('noise of x', 0.01, 0.0), ('noise of v', 0.0, 0.01)
), path AS ( -- what has become of it after k steps
  SELECT agent, seed, rollouts, k1, k2, name, x, v, 0 AS k FROM gain, source
  UNION ALL
  SELECT agent, seed, rollouts, k1, k2, name, x + v, k1 * x + (1 + k2) * v, k + 1 FROM path WHERE k < 10
), outcome AS ( -- in 10 steps, noise that is k steps old is met 10 - k times in a state and 9 - k times in an action
  SELECT agent, seed, rollouts, sum(CASE name
    WHEN 'start' THEN (k > 0) * x * x + (k < 10) * (k1 * x + k2 * v) * (k1 * x + k2 * v)
    ELSE max(10 - k, 0) * x * x + max(9 - k, 0) * (k1 * x + k2 * v) * (k1 * x + k2 * v) END) AS cost
  FROM path
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
  printf('%.2f', max(cost) FILTER (WHERE agent = 'policy gradient')) AS sampled_policy_gradient,
  printf('%.2f', max(cost) FILTER (WHERE agent = 'random search')) AS sampled_random_search,
  printf('%.2f', max(cost) FILTER (WHERE agent = 'uniform search')) AS sampled_uniform_search,
  printf('%.4f', max(cost) FILTER (WHERE agent = 'nominal control')) AS sampled_nominal_control
FROM mark LEFT JOIN middle USING (rollouts)
GROUP BY rollouts
ORDER BY rollouts;
