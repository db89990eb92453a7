"""An example for `trueslope audit my_loss.py`: replace what is in it by your own code.

Define one of these functions; what it computes is asked about a small batch that was made for it.

    loss(batch, policy)         a scalar PyTorch tensor; minus its gradient is taken
    gradient(batch)             an array like batch.theta, uphill: for JAX, or anything else
    advantages(batch)           one number per step: the advantages alone
    token_loss(batch, policy)   the loss of a language model, of a batch with prompts, answers and a mask of its own

A batch of answers is described in docs/auditing-a-gradient.md. Any other has n trajectories, one after the other: rewards,
values, actions, log_probabilities, times, ends [steps]; offsets [n + 1]; lengths, terminated, truncated, last_values [n];
discount, horizon, group_size, seed. In `loss` these are tensors, elsewhere NumPy arrays. batch.padded has the same as
[n, longest] with a mask, batch.buffer as [T, N] with dones.
"""

import torch


def loss(batch, policy):
    # generalized advantage estimation, backwards through each trajectory
    lam = 0.95
    advantages = torch.zeros_like(batch.rewards)
    for i in range(len(batch.lengths)):
        first, end = int(batch.offsets[i]), int(batch.offsets[i + 1])
        next_value = 0.0 if batch.terminated[i] else batch.last_values[i]
        running = 0.0
        for t in reversed(range(first, end)):
            delta = batch.rewards[t] + batch.discount * next_value - batch.values[t]
            running = delta + batch.discount * lam * running
            advantages[t] = running
            next_value = batch.values[t]
    # policy.log_prob() has log π of the batch's actions; log_prob("padded") and log_prob("buffer") have other shapes
    return -(policy.log_prob() * advantages).mean()
