"""openrlhf | compute_advantages_and_returns, estimator rloo, a mean over all tokens"""

from openrlhf_parts import advantages_of, loss_of


def loss(batch, policy):
    return loss_of(batch, policy, advantages_of(batch, "rloo"))
