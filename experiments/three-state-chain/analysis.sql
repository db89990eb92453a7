-- the true gradient, and its value of the first state
SELECT printf('%.12f', value) AS exact_J, (
    SELECT group_concat(printf('%.8f', value), ', ') FROM json_each(vec_json(gradient))
  ) AS exact_gradient
FROM truth;

-- one trajectory: bias and total variance, without any sampling and from 5000 estimates
SELECT
  estimator,
  printf('%.4f', exact_bias_norm) AS exact_bias,
  printf('%.12f', exact_total_variance) AS exact_variance,
  total_variance AS sampled_variance,
  bias_norm AS sampled_bias,
  bias_noise AS sampled_bias_noise
FROM estimator_summary
WHERE batch_size = 1 AND estimator <> 'agent'
ORDER BY exact_total_variance DESC, estimator;

-- where that variance comes from: rewards and transitions, choice of actions, states; and between steps
SELECT
  estimator,
  total_variance AS exact_variance,
  round(trajectory_variance, 10) AS exact_trajectory,
  action_variance AS exact_action,
  state_variance AS exact_state,
  step_covariance AS exact_between_steps
FROM exact_moments
WHERE batch_size = 1 AND estimator <> 'agent'
ORDER BY total_variance DESC, estimator;

-- mean alignment at each batch size, and the trajectories needed for one of 0.9
SELECT
  v.estimator,
  max(b.trajectories) AS sampled_needed_for_9,
  max(v.mean_cosine) FILTER (WHERE v.batch_size = 1) AS sampled_cosine_1,
  max(v.mean_cosine) FILTER (WHERE v.batch_size = 4) AS sampled_cosine_4,
  max(v.mean_cosine) FILTER (WHERE v.batch_size = 16) AS sampled_cosine_16,
  max(v.mean_cosine) FILTER (WHERE v.batch_size = 64) AS sampled_cosine_64
FROM estimator_summary AS v
JOIN batch_for_alignment AS b USING (estimator)
WHERE v.estimator <> 'agent'
GROUP BY v.estimator
ORDER BY max(v.exact_total_variance) DESC, v.estimator;
