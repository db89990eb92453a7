"""verl | compute_gae_advantage_return, λ = 0.95, token-mean"""

from verl.trainer.ppo.core_algos import compute_gae_advantage_return
from verl_batch import loss_of, shape_of


def loss(batch, policy):
    rewards, mask, _ = shape_of(batch)
    advantages, _ = compute_gae_advantage_return(rewards, batch.padded.values, mask, batch.discount, 0.95)
    return loss_of(batch, policy, advantages)
