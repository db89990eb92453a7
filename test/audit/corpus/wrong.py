#: GAE over the flat batch without a mask | order mask
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    out, carry = np.zeros(len(batch.rewards)), 0.0
    for k in reversed(range(len(out))):
        out[k] = carry = batch.rewards[k] + batch.discount * following[k] - batch.values[k] + batch.discount * 0.95 * carry
    return out

#: the done flag of the step itself, where it means the step before | order
import numpy as np

def advantages(batch):
    b = batch.buffer
    out, carry = np.zeros_like(b.rewards), 0.0
    for t in reversed(range(len(out))):
        following = b.values[t + 1] if t + 1 < len(out) else b.next_values
        alive = 1.0 - b.dones[t]
        carry = b.rewards[t] + batch.discount * following * alive - b.values[t] + batch.discount * 0.95 * alive * carry
        out[t] = carry
    return out

#: a trace that runs on over time limits | order mask
import numpy as np

def advantages(batch):
    out, carry = np.zeros(len(batch.rewards)), 0.0
    for k in reversed(range(len(out))):
        i = batch.trajectory[k]
        following = batch.values[k + 1] if k + 1 < len(out) else 0.0
        if batch.ends[k]:
            following = 0.0 if batch.terminated[i] else batch.last_values[i]
        stop = batch.ends[k] and batch.terminated[i]
        carry = batch.rewards[k] + batch.discount * following - batch.values[k] + (0.0 if stop else batch.discount * 0.95 * carry)
        out[k] = carry
    return out

#: rewards to go over real ends | order mask
import numpy as np

def advantages(batch):
    out, carry = np.zeros(len(batch.rewards)), 0.0
    for k in reversed(range(len(out))):
        stop = batch.ends[k] and batch.truncated[batch.trajectory[k]]
        carry = batch.rewards[k] + (0.0 if stop else batch.discount * carry)
        out[k] = carry
    return out

#: the first value of the next trajectory at a time limit | order mask
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    over = np.zeros(len(batch.rewards), bool)
    over[batch.offsets[1:][batch.terminated] - 1] = True
    return batch.rewards + batch.discount * following * ~over - batch.values

#: a value after the end | truncation
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    following[batch.ends] = batch.last_values
    return batch.rewards + batch.discount * following - batch.values

#: terminated and truncated exchanged | truncation
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    following[batch.ends] = np.where(batch.truncated, 0.0, batch.last_values)
    return batch.rewards + batch.discount * following - batch.values

#: a mask that comes one step early | mask
import numpy as np

def advantages(batch):
    out, carry = np.zeros(len(batch.rewards)), 0.0
    early = np.append(batch.ends[1:], True)
    for k in reversed(range(len(out))):
        if batch.ends[k]:
            carry = 0.0
        carry = batch.rewards[k] + (0.0 if early[k] or batch.ends[k] else batch.discount * carry)
        out[k] = carry
    return out

#: a loss that is minimized as if it were J | sign
import torch

def loss(batch, policy):
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    return (policy.log_prob() * returns).mean()

#: a group loss that is negated twice | sign
import numpy as np

def gradient(batch):
    totals = np.bincount(batch.trajectory, batch.rewards).reshape(-1, batch.group_size)
    advantages = -(totals - totals.mean(1, keepdims=True)).reshape(-1)
    uphill = -(-advantages)
    return batch.score(uphill[batch.trajectory]) / len(batch.lengths)

#: a value that is added | baseline
import numpy as np

def advantages(batch):
    following = np.append(batch.values[1:], 0.0)
    following[batch.ends] = np.where(batch.terminated, 0.0, batch.last_values)
    return batch.rewards + batch.discount * following + batch.values

#: log-probabilities and advantages shifted by one | shift
import torch

def loss(batch, policy):
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    return -(policy.log_prob()[:-1] * returns[1:]).sum() / len(batch.lengths)

#: rewards stored one step late | shift
import numpy as np

def advantages(batch):
    late = np.where(batch.times > 0, np.roll(batch.rewards, 1), 0.0)
    out, carry = np.zeros(len(late)), 0.0
    for k in reversed(range(len(out))):
        carry = late[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        out[k] = carry
    return out

#: micro-batches of two answers, averaged | order divisor
import torch

def loss(batch, policy):
    p = batch.padded
    scores = (p.rewards * p.mask).sum(1).view(-1, batch.group_size)
    advantages = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1, 1)
    each, pieces = policy.log_prob("padded") * advantages * p.mask, []
    for first in range(0, len(each), 2):
        pieces.append(each[first : first + 2].sum() / p.mask[first : first + 2].sum())
    return -sum(pieces) / len(pieces)

#: pieces of eight steps, of which the last is short | order divisor
import torch

def loss(batch, policy):
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    each = policy.log_prob() * returns
    return -torch.stack([piece.mean() for piece in each.split(8)]).mean()

#: groups that are made of the wrong answers | order
import numpy as np

def gradient(batch):
    totals = np.bincount(batch.trajectory, batch.rewards).reshape(batch.group_size, -1)
    return batch.score((totals - totals.mean(1, keepdims=True)).reshape(-1)[batch.trajectory]) / len(batch.lengths)

#: a sum along the wrong axis | order
import numpy as np

def advantages(batch):
    return np.cumsum(batch.padded.rewards[::-1], axis=0)[::-1]

#: an entropy bonus left in | rewardFree
import torch

def loss(batch, policy):
    totals = torch.zeros(len(batch.lengths), dtype=torch.float64).index_add(0, batch.trajectory, batch.rewards)
    gain = (policy.log_prob() * totals[batch.trajectory]).mean()
    return -(gain + 0.01 * policy.entropy().mean())

#: an entropy with the wrong sign | rewardFree
import torch

def loss(batch, policy):
    totals = torch.zeros(len(batch.lengths), dtype=torch.float64).index_add(0, batch.trajectory, batch.rewards)
    return -(policy.log_prob() * totals[batch.trajectory]).sum() / 8 + 0.05 * policy.entropy().mean()

#: weight decay left in | rewardFree
import torch

def loss(batch, policy):
    totals = torch.zeros(len(batch.lengths), dtype=torch.float64).index_add(0, batch.trajectory, batch.rewards)
    decay = sum((each**2).sum() for each in policy.parameters())
    return -(policy.log_prob() * totals[batch.trajectory]).mean() + 1e-3 * decay

#: a mean over masked tokens too | rest
import torch

def loss(batch, policy):
    p = batch.padded
    scores = (p.rewards * p.mask).sum(1).view(-1, batch.group_size)
    advantages = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    return -(policy.log_prob("padded") * advantages).mean()

#: the entropy of padding | rewardFree
import torch

def loss(batch, policy):
    p = batch.padded
    scores = (p.rewards * p.mask).sum(1, keepdim=True)
    return -(policy.log_prob("padded") * scores * p.mask).sum() / 8 - 0.01 * (policy.entropy("padded") * ~p.mask).mean()

#: a value that shares parameters and is not detached | rewardFree
import torch

def loss(batch, policy):
    head = torch.tensor([0.3, -0.2, 0.5], dtype=torch.float64)
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    values = torch.tanh(policy(batch.observations)) @ head
    return -(policy.log_prob() * (returns - values)).mean()

#: the loss of a value that shares parameters | rest
import torch

def loss(batch, policy):
    head = torch.tensor([0.3, -0.2, 0.5], dtype=torch.float64)
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    values = torch.tanh(policy(batch.observations)) @ head
    advantages = (returns - values).detach()
    return -(policy.log_prob() * advantages).mean() + 0.5 * ((returns - values) ** 2).mean()

#: rewards divided by a deviation that goes on growing | repeats
import numpy as np

seen = []

def advantages(batch):
    seen.extend(batch.rewards)
    scaled = batch.rewards / (np.std(seen) + len(seen) / 100)
    out, carry = np.zeros(len(scaled)), 0.0
    for k in reversed(range(len(out))):
        carry = scaled[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        out[k] = carry
    return out

#: γᵗ in the return and again in the sum | stateWeight
import numpy as np

def gradient(batch):
    discounted = batch.rewards * batch.discount**batch.times
    w = np.array([discounted[k : batch.offsets[batch.trajectory[k] + 1]].sum() for k in range(len(discounted))])
    return batch.score(w * batch.discount**batch.times) / len(batch.lengths)

#: the end token masked out | credit
import numpy as np

def gradient(batch):
    totals = np.bincount(batch.trajectory, batch.rewards).reshape(-1, batch.group_size)
    advantages = (totals - totals.mean(1, keepdims=True)).reshape(-1)[batch.trajectory]
    return batch.score(np.where(batch.ends, 0.0, advantages)) / len(batch.lengths)

#: a loop that stops one step before the end | credit
import numpy as np

def advantages(batch):
    out = np.zeros(len(batch.rewards))
    for first, end in zip(batch.offsets[:-1], batch.offsets[1:]):
        carry = 0.0
        for k in range(end - 2, first - 1, -1):
            out[k] = carry = batch.rewards[k] + batch.discount * carry
    return out

#: the entropy of each answer, in a loss of a language model | rewardFree
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    gain = (policy.log_prob() * centered * batch.mask).sum(1).mean()
    return -gain - 0.01 * ((policy.entropy() * batch.mask).sum(1) / batch.mask.sum(1)).mean()

#: a loop that runs forwards | credit
import numpy as np

def advantages(batch):
    out, carry = np.zeros(len(batch.rewards)), 0.0
    for k in range(len(out)):
        carry = batch.rewards[k] + (batch.discount * carry if batch.times[k] > 0 else 0.0)
        out[k] = carry
    return out

#: a kernel that is transposed | credit
import torch

def loss(batch, policy):
    p, t = batch.padded, torch.arange(batch.padded.rewards.shape[1])
    lags = (t[None, :] - t[:, None]).to(torch.float64)
    kernel = torch.where(lags >= 0, batch.discount ** lags.clamp(min=0), torch.zeros_like(lags))
    returns = torch.einsum("ns,st->nt", p.rewards * p.mask, kernel)
    return -(policy.log_prob("padded") * p.mask * returns).sum() / p.mask.sum()

#: a column of log-probabilities times a row of returns | credit
import torch
from torch.distributions import Categorical

def loss(batch, policy):
    logs = Categorical(logits=policy(batch.observations)).log_prob(batch.actions).unsqueeze(1)
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    return -(logs * returns).mean()

#: a row of returns minus a column of values | baseline
import torch

def loss(batch, policy):
    returns, carry = torch.zeros_like(batch.rewards), 0.0
    for k in reversed(range(len(returns))):
        carry = batch.rewards[k] + (0.0 if batch.ends[k] else batch.discount * carry)
        returns[k] = carry
    return -(policy.log_prob() * (returns - batch.values.unsqueeze(1))).mean()
