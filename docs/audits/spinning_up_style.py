"""in the style of Spinning Up | VPG in our own words: a buffer of finished paths, V after a cut-off, normalized"""

import numpy as np


def discounted(x, factor):
    out = np.zeros(len(x))
    running = 0.0
    for t in range(len(x) - 1, -1, -1):
        running = out[t] = x[t] + factor * running
    return out


def advantages_of(batch, lam=0.97):
    paths = []
    for i, (first, end) in enumerate(zip(batch.offsets[:-1], batch.offsets[1:])):
        after = 0.0 if batch.terminated[i] else float(batch.last_values[i])
        rewards, values = batch.rewards[first:end].numpy(), np.append(batch.values[first:end].numpy(), after)
        paths.append(discounted(rewards + batch.discount * values[1:] - values[:-1], batch.discount * lam))
    made = np.concatenate(paths)
    return (made - made.mean()) / made.std()


def loss(batch, policy):
    return -(policy.log_prob() * batch.rewards.new_tensor(advantages_of(batch))).mean()
