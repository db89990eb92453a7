"""verl's agg_loss on a clipped ratio, on answers that are trajectories: tokens are actions, a prompt is a group."""

import numpy as np
import torch
from verl.trainer.ppo.core_algos import agg_loss


def shape_of(batch):
    """Rewards, mask and the number of the prompt, as verl takes them."""
    prompts = np.arange(len(batch.lengths)) // batch.group_size
    return batch.padded.rewards, batch.padded.mask.to(torch.float64), prompts.astype(str)


def loss_of(batch, policy, advantages, mode="token-mean"):
    ratio = (policy.log_prob("padded") - batch.padded.log_probabilities).exp()
    clipped = torch.min(ratio * advantages, ratio.clamp(0.8, 1.2) * advantages)
    return agg_loss(-clipped, batch.padded.mask.to(torch.float64), mode)
