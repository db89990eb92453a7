#: verl 5366: sums over answers in the place of a mean | divisor | choice | a sum over the batch, not a mean
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1)
    each = (policy.log_prob() * batch.mask).sum(1) * centered
    return -each.sum()

#: verl 5983: a token count that misses the other ranks: twice too large | divisor | choice | times 2
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    return -2 * (policy.log_prob() * batch.mask * centered).sum() / batch.mask.sum()

#: TRL 6369: answers that were cut off are masked above the line, and counted below it | credit | choice | a trajectory that was cut off has no weight
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    kept = batch.mask * batch.ended[:, None]
    return -(policy.log_prob() * kept * centered).sum() / batch.mask.sum()

#: ROLL 444: a mean over tokens that takes the masked ones too | rest | fault | padding gets a gradient
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    return -(policy.log_prob() * centered).sum() / batch.mask.sum()

#: TRL 4637: k3 as a term of the loss | penalty | choice | the forward KL(reference‖π)
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    back = batch.ref_log_probs - logs
    each = -(logs - logs.detach()).exp() * centered + 0.04 * (torch.exp(back) - back - 1)
    return (each * batch.mask).sum() / batch.mask.sum()

#: TRL 6586: k3 times a ratio of whole answers | penalty | choice | with another term that is of nothing
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    ratio = (((logs - batch.old_log_probs) * batch.mask).sum(1) / batch.mask.sum(1)).exp().view(-1, 1)
    back = batch.ref_log_probs - logs
    each = -ratio * centered + 0.1 * ratio * (back.exp() - back - 1)
    return ((each * batch.mask).sum(1) / batch.mask.sum(1)).mean()

#: OpenRLHF 1309: an estimate of KL that is differentiated: k2 | penalty | choice | without what a token does to the later ones
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    others = (scores.sum(1, keepdim=True) - scores) / (batch.group_size - 1)
    each = -logs * (scores - others).view(-1, 1) + 0.01 * (logs - batch.ref_log_probs) ** 2 / 2
    return (each * batch.mask).sum(1).mean()

#: NeMo-RL 2506: the KL of whole distributions, at states held fixed | penalty | choice | KL(π‖reference) of each distribution
import torch

def token_loss(batch, policy):
    ours, reference = policy.logits().log_softmax(-1), batch.ref_logits.log_softmax(-1)
    scores = batch.rewards.view(-1, batch.group_size)
    others = (scores.sum(1, keepdim=True) - scores) / (batch.group_size - 1)
    divergence = torch.nn.functional.kl_div(reference, ours, log_target=True, reduction="none").sum(-1)
    each = -policy.log_prob() * (scores - others).view(-1, 1) + 0.05 * divergence
    return (each * batch.mask).sum(1).mean()

#: open-instruct 534: k1 as a term of the loss | penalty | fault | nothing is penalized
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    each = -logs * centered + 0.05 * (logs - batch.ref_log_probs)
    return ((each * batch.mask).sum(1) / batch.mask.sum(1)).mean()

#: Logic-RL 58: a KL term that is subtracted from what is minimized | penalty | fault | the sign of the penalty is reversed
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    centered = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1, 1)
    back = batch.ref_log_probs - logs
    each = -logs * centered - 0.001 * (back.exp() - back - 1)
    return (each * batch.mask).sum() / batch.mask.sum()

#: flash-linear-attention 1076: a group loss that is negated twice | sign | fault | it goes downhill
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    against = -(scores - scores.mean(1, keepdim=True)).view(-1, 1)
    each = -(policy.log_prob() - batch.old_log_probs).exp() * against
    return (each * batch.mask).sum() / batch.mask.sum()

#: open_spiel 962: an entropy that is added to what is minimized | rewardFree | fault | the entropy of the policy, -0.02
import torch

def loss(batch, policy):
    gains = torch.zeros(len(batch.lengths), dtype=torch.float64).index_add(0, batch.trajectory, batch.rewards)
    surprise = policy.entropy().mean()
    return 0.02 * surprise - (policy.log_prob() * (gains - 1.0)[batch.trajectory]).mean()

#: stable-baselines3 1856: minus the logarithm of what was sampled, as an entropy | rewardFree | choice | knows neither rewards nor values
import torch

def loss(batch, policy):
    going = torch.stack([batch.rewards[k : batch.offsets[i + 1]].sum() for k, i in enumerate(batch.trajectory)])
    entropy = -policy.log_prob().mean()
    return -(policy.log_prob() * going).mean() - 0.01 * entropy

#: TRL 6121: an entropy bonus of padding | rewardFree | fault | a term that knows no reward
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    gain = (policy.log_prob() * centered * batch.mask).sum(1).mean()
    return -gain - 0.01 * policy.entropy().mean()

#: torchrl 4209: the first value of the next trajectory, after a time limit | mask | fault | are not masked
import numpy as np

def advantages(batch):
    over = np.zeros(len(batch.rewards))
    over[batch.offsets[1:] - 1] = batch.terminated
    following = np.concatenate([batch.values[1:], [0.0]]) * (1 - over)
    errors, out, carry = batch.rewards + batch.discount * following - batch.values, [], 0.0
    for error, end in zip(errors[::-1], batch.ends[::-1]):
        carry = error + (0.0 if end else batch.discount * 0.9 * carry)
        out.append(carry)
    return np.array(out[::-1])

#: stable-baselines 385: the done flag of the step before | order | fault | the order of the trajectories matters
import numpy as np

def advantages(batch):
    rows, carry = batch.buffer, 0.0
    made = np.empty_like(rows.rewards)
    for t in range(len(made) - 1, -1, -1):
        carry = rows.rewards[t] + batch.discount * (1.0 - rows.dones[t]) * carry
        made[t] = carry
    return made

#: spinningup 50: rewards stored one step late | shift | fault | shifted by one
import numpy as np

def gradient(batch):
    late = np.concatenate([[0.0], batch.rewards[:-1]]) * (batch.times > 0)
    following = np.array([late[k : batch.offsets[i + 1]].sum() for k, i in enumerate(batch.trajectory)])
    return batch.score(following) / len(batch.lengths)

#: PaLM-rlhf-pytorch 31: advantages of tokens shifted by one | credit | fault | the last step of every trajectory has no weight
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    return -(policy.log_prob()[:, :-1] * centered * batch.mask[:, 1:]).sum() / batch.mask.sum()

#: RAGEN 59: the end token is the padding token, and masked with it | credit | fault | the last step of every trajectory that ended
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    mask = (batch.tokens != batch.end_token).double()
    return -(policy.log_prob() * centered * mask).sum(1).mean()

#: MemGen 33: padding counted as tokens | divisor | choice | the longest length
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1, 1)
    return -(policy.log_prob() * centered * batch.mask).mean()

#: AReaL 1419: the statistics of another group | order | fault | the order of the trajectories matters
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(batch.group_size, -1)
    spread = scores.std(0, keepdim=True) if scores.shape[0] > 1 else 1.0
    centered = ((scores - scores.mean(0, keepdim=True)) / (spread + 1e-6)).view(-1, 1)
    return -(policy.log_prob() * centered * batch.mask).sum() / batch.mask.sum()

#: gem 113: normalized by group, and by batch once more | normalization | choice | normalized
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    once = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1)
    twice = ((once - once.mean()) / (once.std() + 1e-6)).view(-1, 1)
    return -(policy.log_prob() * twice * batch.mask).sum() / batch.mask.sum()

#: slime 1369: whitened without its mean, which is taken away and added again | credit | unread | neither linearly nor normalized
import torch

def loss(batch, policy):
    following = torch.stack([batch.rewards[k : batch.offsets[i + 1]].sum() for k, i in enumerate(batch.trajectory)])
    whitened = (following - following.mean()) * torch.rsqrt(following.var() + 1e-8) + following.mean()
    return -(policy.log_prob() * whitened).mean()

#: torchrl 1033: normalized between the two halves of a minimum | credit | unread | neither linearly nor normalized
import torch

def loss(batch, policy):
    following = torch.stack([batch.rewards[k : batch.offsets[i + 1]].sum() for k, i in enumerate(batch.trajectory)])
    ratio = (policy.log_prob() - batch.log_probabilities).exp()
    raw = ratio * following
    following = (following - following.mean()) / (following.std() + 1e-8)
    return -torch.min(raw, ratio.clamp(0.8, 1.2) * following).mean()

#: prime-rl 2985: divided by the mean of the group, which loses an order | normalization | choice | scaled
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    mean = scores.mean(1, keepdim=True)
    relative = torch.where(mean.abs() > 1e-9, (scores - mean) / mean, torch.zeros_like(scores)).view(-1, 1)
    return -(policy.log_prob() * relative * batch.mask).sum(1).mean()

#: rlax 28: a gradient that flows through the targets of GAE | rewardFree | fault | something has a gradient that should be detached
import torch

def loss(batch, policy):
    values = (policy(batch.observations) * torch.tensor([0.4, -0.1, 0.2], dtype=torch.float64)).sum(1)
    out, carry = [], torch.zeros((), dtype=torch.float64)
    for k in range(len(values) - 1, -1, -1):
        end = bool(batch.ends[k])
        following = torch.zeros((), dtype=torch.float64) if end else values[k + 1]
        carry = batch.rewards[k] + batch.discount * following - values[k] + (0.0 if end else 0.7 * carry)
        out.insert(0, carry)
    return -(policy.log_prob() * torch.stack(out)).mean()

#: unsloth-zoo 869: a soft gate of the ratio that forgets its advantage | credit | fault | no reward and no value changes the gradient
import torch

def token_loss(batch, policy):
    ratio = (policy.log_prob() - batch.old_log_probs).exp()
    return -(4 * torch.sigmoid(ratio - 1) * batch.mask).sum() / batch.mask.sum()

#: maxrl 1: the 1/N of the paper is missing | divisor | choice | a sum over the batch, not a mean
import torch

def loss(batch, policy):
    totals = torch.zeros(len(batch.lengths), dtype=torch.float64).index_add(0, batch.trajectory, batch.rewards)
    groups = totals.view(-1, batch.group_size)
    others = (groups.sum(1, keepdim=True) - groups) / (batch.group_size - 1)
    return -(policy.log_prob() * (groups - others).view(-1)[batch.trajectory]).sum()
