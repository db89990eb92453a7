#: REINFORCE, a loop over trajectories | equal | counts γᵗ, as in ∇J
import numpy as np

def gradient(batch):
    w = np.zeros(len(batch.rewards))
    for first, end in zip(batch.offsets[:-1], batch.offsets[1:]):
        total = 0.0
        for k in range(end - 1, first - 1, -1):
            total = batch.rewards[k] + batch.discount * total
            w[k] = batch.discount ** (k - first) * total
    return batch.score(w) / len(batch.lengths)

#: rewards to go of padded rows, by a matrix of powers | equal | a later reward counts 0.8 per step: γ
import numpy as np

def advantages(batch):
    r = batch.padded.rewards
    t = np.arange(r.shape[1])
    powers = np.where(t[None] >= t[:, None], batch.discount ** np.maximum(t[None] - t[:, None], 0.0), 0.0)
    return r @ powers.T

#: the return of the whole trajectory, in PyTorch | equal | by the whole return
import torch

def loss(batch, policy):
    discounted = batch.rewards * batch.discount ** batch.times
    n = len(batch.lengths)
    returns = torch.zeros(n, dtype=discounted.dtype).index_add(0, batch.trajectory, discounted)
    logs = torch.zeros(n, dtype=discounted.dtype).index_add(0, batch.trajectory, policy.log_prob())
    return -(logs * returns).mean()

#: GPOMDP, from the side of the rewards | equal | counts γᵗ, as in ∇J
import numpy as np

def gradient(batch):
    total = np.zeros_like(batch.theta)
    for first, end in zip(batch.offsets[:-1], batch.offsets[1:]):
        seen = np.zeros(len(batch.rewards))
        for k in range(first, end):
            seen[k] = 1.0
            total += batch.discount ** (k - first) * batch.rewards[k] * batch.score(seen)
    return total / len(batch.lengths)

#: GAE path by path, as Spinning Up finishes its paths | equal | λ = 0.97
import numpy as np

def cumulated(x, factor):
    out = x.copy()
    for t in range(len(x) - 2, -1, -1):
        out[t] += factor * out[t + 1]
    return out

def advantages(batch):
    parts = []
    for i, (first, end) in enumerate(zip(batch.offsets[:-1], batch.offsets[1:])):
        last = 0.0 if batch.terminated[i] else batch.last_values[i]
        values = np.append(batch.values[first:end], last)
        deltas = batch.rewards[first:end] + batch.discount * values[1:] - values[:-1]
        parts.append(cumulated(deltas, batch.discount * 0.97))
    return np.concatenate(parts)

#: GAE of a buffer whose dones come before the step | equal | is taken as ended
import numpy as np

def advantages(batch):
    b = batch.buffer
    out = np.zeros_like(b.rewards)
    carry = np.zeros(out.shape[1])
    for t in range(len(out) - 1, -1, -1):
        if t == len(out) - 1:
            alive, following = 1.0 - b.next_done, b.next_values
        else:
            alive, following = 1.0 - b.dones[t + 1], b.values[t + 1]
        delta = b.rewards[t] + batch.discount * following * alive - b.values[t]
        carry = delta + batch.discount * 0.95 * alive * carry
        out[t] = carry
    return out

#: a value added to the reward where a time limit cut off | equal | goes on with V of its last state
import numpy as np

def advantages(batch):
    b = batch.buffer
    rewards = b.rewards + batch.discount * np.where(b.truncated, b.last_values, 0.0)
    over = b.terminated | b.truncated
    out, carry = np.zeros_like(rewards), 0.0
    for t in reversed(range(len(out))):
        following = b.values[t + 1] if t + 1 < len(out) else b.next_values
        delta = rewards[t] + batch.discount * following * ~over[t] - b.values[t]
        out[t] = carry = delta + batch.discount * 0.9 * ~over[t] * carry
    return out

#: five-step advantages | equal | a value is subtracted
import numpy as np

def advantages(batch):
    out = np.zeros(len(batch.rewards))
    for i, (first, end) in enumerate(zip(batch.offsets[:-1], batch.offsets[1:])):
        for k in range(first, end):
            stop = min(k + 5, end)
            total = sum(batch.discount ** (j - k) * batch.rewards[j] for j in range(k, stop))
            if stop < end:
                total += batch.discount**5 * batch.values[stop]
            elif not batch.terminated[i]:
                total += batch.discount ** (stop - k) * batch.last_values[i]
            out[k] = total - batch.values[k]
    return out

#: TD errors without a loop | equal | λ = 0
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    following[batch.ends] = np.where(batch.terminated, 0.0, batch.last_values)
    return batch.rewards + batch.discount * following - batch.values

#: λ-returns less values, forward view | equal | λ = 0.5
import numpy as np

def advantages(batch):
    out = np.zeros(len(batch.rewards))
    for i, (first, end) in enumerate(zip(batch.offsets[:-1], batch.offsets[1:])):
        last = 0.0 if batch.terminated[i] else batch.last_values[i]
        values = np.append(batch.values[first:end], last)
        target = last
        for k in range(end - 1, first - 1, -1):
            target = batch.rewards[k] + batch.discount * (0.5 * values[k - first + 1] + 0.5 * target)
            out[k] = target - batch.values[k]
    return out

#: V-trace with ratios of 1 | equal | a later reward counts 0.8 per step: γ
import numpy as np

def advantages(batch):
    out = np.zeros(len(batch.rewards))
    for i, (first, end) in enumerate(zip(batch.offsets[:-1], batch.offsets[1:])):
        rho = np.ones(end - first)
        last = 0.0 if batch.terminated[i] else batch.last_values[i]
        values = np.append(batch.values[first:end], last)
        correction = 0.0
        for k in range(end - first - 1, -1, -1):
            delta = rho[k] * (batch.rewards[first + k] + batch.discount * values[k + 1] - values[k])
            nxt = correction + values[k + 1]
            out[first + k] = rho[k] * (batch.rewards[first + k] + batch.discount * nxt - values[k])
            correction = delta + batch.discount * rho[k] * correction
    return out

#: a PPO surrogate before its first step | equal | normalized: mean 0 and deviation 1 over all steps
import torch

def loss(batch, policy):
    advantages, carry = torch.zeros_like(batch.rewards), 0.0
    owner = batch.trajectory
    for k in reversed(range(len(advantages))):
        if batch.ends[k]:
            carry, following = 0.0, batch.last_values[owner[k]] * batch.truncated[owner[k]]
        delta = batch.rewards[k] + batch.discount * following - batch.values[k]
        advantages[k] = carry = delta + batch.discount * 0.95 * carry
        following = batch.values[k]
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    ratio = (policy.log_prob() - batch.log_probabilities).exp()
    return -torch.min(ratio * advantages, ratio.clamp(0.8, 1.2) * advantages).mean()

#: shuffled minibatches of unequal size, weighted by their size | equal | a mean over all steps
import torch

def loss(batch, policy):
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    total, logs = 0.0, policy.log_prob()
    for index in torch.randperm(len(returns)).split(8):
        total = total + (logs[index] * (returns - batch.values)[index]).mean() * len(index) / len(returns)
    return -total

#: GRPO with a mean over all tokens | equal | over the trajectories of each group
import torch

def loss(batch, policy):
    p = batch.padded
    scores = (p.rewards * p.mask).sum(1).view(-1, batch.group_size)
    advantages = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1, 1)
    each = policy.log_prob("padded") * advantages * p.mask
    return -each.sum() / p.mask.sum()

#: GRPO with a mean over each answer | equal | a mean over the steps of each trajectory
import torch

def loss(batch, policy):
    p = batch.padded
    scores = (p.rewards * p.mask).sum(1).view(-1, batch.group_size)
    advantages = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1, 1)
    each = policy.log_prob("padded") * advantages * p.mask
    return -(each.sum(1) / p.mask.sum(1)).mean()

#: Dr. GRPO with a constant divisor | parallel | trajectories × the longest length
import torch

def loss(batch, policy):
    p = batch.padded
    scores = (p.rewards * p.mask).sum(1).view(-1, batch.group_size)
    advantages = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    each = policy.log_prob("padded") * advantages * p.mask
    return -each.sum() / p.mask.numel()

#: RLOO | equal | a sum over steps, a mean over trajectories
import numpy as np

def gradient(batch):
    totals = np.add.reduceat(batch.rewards, batch.offsets[:-1]).reshape(-1, batch.group_size)
    others = (totals.sum(1, keepdims=True) - totals) / (batch.group_size - 1)
    return batch.score((totals - others).reshape(-1)[batch.trajectory]) / len(batch.lengths)

#: a mean over the tokens of each group, group by group | equal | a mean over all steps of each group
import numpy as np

def gradient(batch):
    total, groups = np.zeros_like(batch.theta), len(batch.lengths) // batch.group_size
    for g in range(groups):
        mine = batch.trajectory // batch.group_size == g
        sums = np.array([batch.rewards[batch.trajectory == i].sum() for i in range(len(batch.lengths))])
        own = sums[g * batch.group_size : (g + 1) * batch.group_size]
        w = np.where(mine, (sums[batch.trajectory] - own.mean()) / (own.std(ddof=1) + 1e-6), 0.0)
        total += batch.score(w) / mine.sum() / groups
    return total

#: whitened returns of all answers | equal | over the trajectories of the batch
import numpy as np

def gradient(batch):
    totals = np.bincount(batch.trajectory, batch.rewards)
    white = (totals - totals.mean()) / (totals.std(ddof=1) + 1e-6)
    return batch.score(white[batch.trajectory]) / len(batch.lengths)

#: returns less values, in float32 | equal | a mean over all steps
import torch

def loss(batch, policy):
    returns = []
    for i in range(len(batch.lengths)):
        rows, total = [], 0.0
        for r in reversed(batch.rewards[batch.offsets[i] : batch.offsets[i + 1]].tolist()):
            total = r + batch.discount * total
            rows.insert(0, total)
        returns += rows
    advantages = torch.tensor(returns) - batch.values.float()
    return -(policy.log_prob().float() * advantages).mean()

#: a cross-entropy with weights | equal | a mean over all steps
import torch

def loss(batch, policy):
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    each = torch.nn.functional.cross_entropy(policy(batch.observations), batch.actions, reduction="none")
    return (each * returns).mean()

#: the mean of the others at each time | equal | a mean of the batch is subtracted at each time
import numpy as np

def advantages(batch):
    returns, carry = np.zeros(len(batch.rewards)), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    out = returns.copy()
    for k in range(len(out)):
        others = (batch.times == batch.times[k]) & (batch.trajectory != batch.trajectory[k])
        if others.any():
            out[k] -= returns[others].mean()
    return out

#: a sum over the batch, not a mean | parallel | a sum over the batch, not a mean
import torch

def loss(batch, policy):
    total = 0.0
    logs = policy.log_prob()
    for i in range(len(batch.lengths)):
        first, end = int(batch.offsets[i]), int(batch.offsets[i + 1])
        for k in range(first, end):
            later = batch.rewards[k:end] * batch.discount ** torch.arange(end - k)
            total = total - logs[k] * (later.sum() - batch.values[k])
    return total

#: normalized with a deviation of the population and another ε | near | over all steps of the batch (of the population)
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    following[batch.ends] = np.where(batch.terminated, 0.0, batch.last_values)
    delta, out, carry = batch.rewards + batch.discount * following - batch.values, np.zeros(len(batch.rewards)), 0.0
    for k in reversed(range(len(out))):
        out[k] = carry = delta[k] + (0.0 if batch.ends[k] else batch.discount * 0.95 * carry)
    return (out - out.mean()) / (out.std() + 1e-4)

#: the reward of the step itself, as of a bandit | near | a value is subtracted
import numpy as np

def advantages(batch):
    return batch.rewards - batch.values

#: rewards to go by a system of linear equations | equal | a value is subtracted
import numpy as np

def advantages(batch):
    steps = len(batch.rewards)
    follows = np.diag((~batch.ends[:-1]).astype(float), 1)
    return np.linalg.solve(np.eye(steps) - batch.discount * follows, batch.rewards) - batch.values

#: a ratio of probabilities, not of their logarithms | near | 0.5 times the value of a state is subtracted
import torch

def loss(batch, policy):
    chosen = policy(batch.observations).softmax(-1)[torch.arange(len(batch.actions)), batch.actions]
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    return -(chosen / chosen.detach() * (returns - 0.5 * batch.values)).mean()

#: returns less a cubic in time that is fitted to the batch | near | a later reward counts 0.8 per step: γ
import numpy as np

def advantages(batch):
    returns = np.zeros(len(batch.rewards) + 1)
    for k in reversed(range(len(batch.rewards))):
        returns[k] = batch.rewards[k] + batch.discount * returns[k + 1] * (1 - batch.ends[k])
    features = (batch.times[:, None] / 10) ** np.arange(4.0)
    fitted = np.linalg.solve(features.T @ features + 1e-5 * np.eye(4), features.T @ returns[:-1])
    return returns[:-1] - features @ fitted
