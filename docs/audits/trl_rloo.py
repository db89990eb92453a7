"""trl | RLOO, with advantages left one out"""

from trl import RLOOConfig, RLOOTrainer
from trl_loss import loss_of


def loss(batch, policy):
    return loss_of(batch, policy, trainer=RLOOTrainer, configuration=RLOOConfig, scale=False, leave_out=True, beta=0.0)
