"""in the style of CleanRL | PPO in our own words: [T, N] buffers, one minibatch, clipped ratio, no entropy"""

import torch


def loss(batch, policy):
    rollout = batch.buffer
    steps, envs = rollout.rewards.shape
    advantages = torch.zeros(steps, envs)
    carried = torch.zeros(envs)
    for t in range(steps - 1, -1, -1):
        ended, value = (rollout.next_done, rollout.next_values) if t == steps - 1 else (rollout.dones[t + 1], rollout.values[t + 1])
        alive = 1.0 - ended.float()
        error = rollout.rewards[t] + batch.discount * alive * value - rollout.values[t]
        carried = error + batch.discount * 0.95 * alive * carried
        advantages[t] = carried
    flat = advantages.reshape(-1)
    flat = (flat - flat.mean()) / (flat.std() + 1e-8)
    ratio = (policy.log_prob("buffer") - rollout.log_probabilities).exp().reshape(-1)
    return torch.max(-flat * ratio, -flat * ratio.clamp(0.8, 1.2)).mean()
