"""verl | compute_grpo_outcome_advantage, token-mean"""

from verl.trainer.ppo.core_algos import compute_grpo_outcome_advantage
from verl_batch import loss_of, shape_of


def loss(batch, policy):
    rewards, mask, prompts = shape_of(batch)
    advantages, _ = compute_grpo_outcome_advantage(rewards, mask, prompts)
    return loss_of(batch, policy, advantages)
