"""trl | GRPO, loss_type grpo"""

from trl_loss import loss_of


def loss(batch, policy):
    return loss_of(batch, policy, loss_type="grpo")
