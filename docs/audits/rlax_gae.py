"""rlax | truncated_generalized_advantage_estimation with policy_gradient_loss, a trajectory at a time, in JAX"""

import jax
import jax.numpy as jnp
import numpy as np
import rlax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")


def one(theta, rewards, discounts, values, states, actions):
    advantages = rlax.truncated_generalized_advantage_estimation(rewards, discounts, 0.95, values)
    return rlax.policy_gradient_loss(theta[states], actions, advantages, jnp.ones_like(rewards))


slope = jax.jit(jax.grad(one))


def gradient(batch):
    total = np.zeros_like(batch.theta)
    for i, (first, end) in enumerate(zip(batch.offsets[:-1], batch.offsets[1:])):
        discounts = np.full(end - first, batch.discount)
        if batch.terminated[i]:
            discounts[-1] = 0.0
        values = np.append(batch.values[first:end], batch.last_values[i])
        total -= slope(batch.theta, batch.rewards[first:end], discounts, values, batch.observations[first:end], batch.actions[first:end])
    return total / len(batch.lengths)
