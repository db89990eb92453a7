"""trl | GRPO, loss_type dr_grpo, without the deviation"""

from trl_loss import loss_of


def loss(batch, policy):
    return loss_of(batch, policy, scale=False, loss_type="dr_grpo")
