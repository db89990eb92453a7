"""openrlhf | get_advantages_and_returns, λ = 0.95, a mean over all tokens"""

import torch
from openrlhf_parts import Maker, loss_of


def loss(batch, policy):
    p = batch.padded
    mask = p.mask.to(torch.float64)
    advantages, _ = Maker.get_advantages_and_returns(None, p.values, p.rewards, mask, batch.discount, 0.95)
    return loss_of(batch, policy, advantages)
