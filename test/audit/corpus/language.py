#: RLOO, with k1 in the reward | equal | 0.05 times k1 as a reward of the answer
import torch

def token_loss(batch, policy):
    logs = (policy.log_prob() * batch.mask).sum(1)
    penalty = (logs.detach() - (batch.ref_log_probs * batch.mask).sum(1))
    scores = (batch.rewards - 0.05 * penalty).view(-1, batch.group_size)
    baseline = (scores.sum(1, keepdim=True) - scores) / (scores.shape[1] - 1)
    return -((scores - baseline).view(-1) * logs).mean()

#: GRPO as first published: a mean over each answer, k3 in the loss | equal | 0.04 times k3 in the loss (a mean over each answer)
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    centered = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1, 1)
    ratio = torch.exp(logs - batch.old_log_probs)
    surrogate = torch.minimum(ratio * centered, ratio.clamp(0.8, 1.2) * centered)
    back = batch.ref_log_probs - logs
    each = surrogate - 0.04 * (back.exp() - back - 1)
    return -((each * batch.mask).sum(1) / batch.mask.sum(1)).mean()

#: Dr. GRPO, divided by the largest length | parallel | trajectories × the longest length
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    return -(policy.log_prob() * centered * batch.mask).sum() / (len(scores.view(-1)) * batch.max_length)

#: DAPO: a mean over tokens, bounds that differ, no penalty | equal | a mean over all steps
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)
    centered = centered.view(-1, 1).expand_as(batch.mask)
    ratio = (policy.log_prob() - batch.old_log_probs).exp()
    losses = torch.max(-centered * ratio, -centered * ratio.clamp(1 - 0.2, 1 + 0.28))
    return (losses * batch.mask).sum() / batch.mask.sum()

#: GSPO: the ratio of whole answers | equal | a mean over the steps of each trajectory
import torch

def token_loss(batch, policy):
    scores = batch.rewards.view(-1, batch.group_size)
    centered = ((scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)).view(-1)
    change = ((policy.log_prob() - batch.old_log_probs) * batch.mask).sum(1) / batch.mask.sum(1)
    ratio = change.exp()
    return -torch.min(ratio * centered, ratio.clamp(1 - 3e-4, 1 + 4e-4) * centered).mean()

#: CISPO: clipped ratios that are weights | equal | a mean over all steps
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)).view(-1, 1)
    weight = (logs - batch.old_log_probs).exp().clamp(max=1.28).detach()
    return -(weight * centered * logs * batch.mask).sum() / batch.mask.sum()

#: a mask of its own, up to the first end token | equal | a sum over steps, a mean over trajectories
import torch

def token_loss(batch, policy):
    ends = batch.tokens == batch.end_token
    mask = ((ends.long().cumsum(1) - ends.long()) == 0) & (torch.arange(ends.shape[1]) < batch.max_length)
    scores = batch.rewards.view(-1, batch.group_size)
    others = (scores.sum(1, keepdim=True) - scores) / (batch.group_size - 1)
    return -(policy.log_prob().masked_fill(~mask, 0.0).sum(1) * (scores - others).view(-1)).mean()

#: a constant baseline, and the KL of whole distributions | near | 0.1 times KL(π‖reference) of each distribution
import torch

def token_loss(batch, policy):
    ours, reference = policy.logits().log_softmax(-1), batch.ref_logits.log_softmax(-1)
    divergence = (ours.exp() * (ours - reference)).sum(-1)
    each = policy.log_prob() * (batch.rewards - 0.3)[:, None] - 0.1 * divergence
    return -(each * batch.mask).sum(1).mean()

#: k1 as a reward of every token, to go | equal | 0.02 times k1 as a reward of every token, to go
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    penalties = ((logs - batch.ref_log_probs) * batch.mask).detach()
    going = penalties.sum(1, keepdim=True) - penalties.cumsum(1) + penalties
    scores = batch.rewards.view(-1, batch.group_size)
    others = (scores.sum(1, keepdim=True) - scores) / (batch.group_size - 1)
    return -(logs * ((scores - others).view(-1, 1) - 0.02 * going) * batch.mask).sum(1).mean()

#: whitened with a penalty in the reward, in float32 | near | 0.1 times k1 as a reward of the answer
import torch

def token_loss(batch, policy):
    logs, mask = policy.log_prob(), batch.mask
    penalties = ((logs - batch.ref_log_probs) * mask).sum(1).detach()
    scores = (batch.rewards - 0.1 * penalties).view(-1, batch.group_size)
    centered = (scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-4)
    return -((logs * mask).sum(1) * centered.view(-1)).float().mean()

#: the ratio times k3, whose gradient is that of k2 | equal | 0.1 times k2 in the loss, or an estimate with its gradient
import torch

def token_loss(batch, policy):
    logs = policy.log_prob()
    scores = batch.rewards.view(-1, batch.group_size)
    others = (scores.sum(1, keepdim=True) - scores) / (batch.group_size - 1)
    ratio, back = (logs - batch.old_log_probs).exp(), batch.ref_log_probs - logs
    each = ratio * (scores - others).view(-1, 1) - 0.1 * ratio * (back.exp() - back - 1)
    return -(each * batch.mask).sum(1).mean()
