"""verl | compute_rloo_outcome_advantage, seq-mean-token-sum"""

from verl.trainer.ppo.core_algos import compute_rloo_outcome_advantage
from verl_batch import loss_of, shape_of


def loss(batch, policy):
    rewards, mask, prompts = shape_of(batch)
    advantages, _ = compute_rloo_outcome_advantage(rewards, mask, prompts)
    return loss_of(batch, policy, advantages, "seq-mean-token-sum")
