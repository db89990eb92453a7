"""torchrl | generalized_advantage_estimate, λ = 0.95, on [T, N] with done and terminated"""

import numpy as np
import torch
from torchrl.objectives.value.functional import generalized_advantage_estimate


def advantages(batch):
    rows = batch.buffer
    ended = rows.terminated | rows.truncated
    following = np.concatenate([rows.values[1:], rows.next_values[None]])
    following = np.where(ended, rows.last_values, following)
    tensors = [torch.tensor(each.T[..., None]) for each in (rows.values, following, rows.rewards, ended, rows.terminated)]
    made, _ = generalized_advantage_estimate(batch.discount, 0.95, *tensors)
    return made[..., 0].numpy().T
