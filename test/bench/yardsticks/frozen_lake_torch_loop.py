"""FrozenLake 4x4 in PyTorch as it is taught: a loop over steps, one trajectory after the other, batches of 64."""

import random

import torch
from frozen_lake_model import model
from rounds import blas, serve
from torch.distributions import Categorical

BATCH, T, GAMMA = 64, 100, 0.99
torch.set_num_threads(1)
torch.manual_seed(0)
random.seed(0)
after, reward, over = (table.tolist() for table in model("4x4"))
theta = torch.zeros(16, 4, requires_grad=True)


def trajectory():
    """The terms γ^t G_t log π(a|s) of one trajectory."""
    state, scores, rewards = 0, [], []
    for _ in range(T):
        policy = Categorical(logits=theta[state])
        action = policy.sample()
        scores.append(policy.log_prob(action))
        outcome, a = random.randrange(3), action.item()
        rewards.append(reward[state][a][outcome])
        if over[state][a][outcome]:
            break
        state = after[state][a][outcome]
    rest, terms = 0.0, []
    for t in range(len(rewards) - 1, -1, -1):
        rest = rewards[t] + GAMMA * rest
        terms.append(GAMMA**t * rest * scores[t])
    return terms


def batches(count):
    units = 0
    for _ in range(count):
        terms = [term for _ in range(BATCH) for term in trajectory()]
        theta.grad = None
        torch.stack(terms).sum().div(BATCH).backward()
        units += len(terms)
    return units, count * BATCH, float(theta.grad.square().sum())


serve(f"PyTorch {torch.__version__}, {blas()}", batches)
