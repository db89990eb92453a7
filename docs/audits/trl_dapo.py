"""trl | GRPO as it comes, a mean over all tokens (loss_type dapo)"""

from trl_loss import loss_of


def loss(batch, policy):
    return loss_of(batch, policy)
