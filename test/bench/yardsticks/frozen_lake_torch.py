"""FrozenLake 4x4 in PyTorch: a loop over time with 8192 trajectories side by side, and one estimate by autograd.

Argument: "compact" or "mask", as in frozen_lake_numpy.py.
"""

import sys

import torch
from frozen_lake_model import model
from rounds import blas, serve

COMPACT = sys.argv[1] == "compact"
LANES, T, GAMMA = 8192, 100, 0.99
torch.set_num_threads(1)
torch.manual_seed(0)
after, reward, over = (torch.from_numpy(table.reshape(-1, 3)) for table in model("4x4"))
S, A = 16, 4
theta = torch.zeros(S, A, dtype=torch.float64, requires_grad=True)


def rollout(probabilities):
    lanes = torch.arange(LANES)
    state = torch.zeros(LANES, dtype=torch.int64)
    alive = torch.ones(LANES, dtype=torch.bool)
    steps = []
    for _ in range(T):
        action = torch.multinomial(probabilities[state], 1)[:, 0]
        row = state * A + action
        outcome = torch.randint(3, (len(lanes),))
        steps.append((lanes, alive, row, reward[row, outcome] * alive))
        alive = alive & ~over[row, outcome]
        state = after[row, outcome]
        if COMPACT:
            state, lanes, alive = state[alive], lanes[alive], alive[alive]
        if not alive.any():
            break
    return steps


def weigh(steps):
    rest = torch.zeros(LANES, dtype=torch.float64)
    weights = []
    for t in range(len(steps) - 1, -1, -1):
        lanes, alive, _, rewards = steps[t]
        rest[lanes] = rewards + GAMMA * rest[lanes]
        weights.append(GAMMA**t * rest[lanes] * alive)
    return torch.cat(weights[::-1])


def batches(count):
    units = 0
    for _ in range(count):
        scores = torch.log_softmax(theta, dim=1)
        with torch.no_grad():
            steps = rollout(scores.exp())
            weight = weigh(steps)
            row = torch.cat([step[2] for step in steps])
            units += sum(int(step[1].sum()) for step in steps)
        theta.grad = None
        (scores.reshape(-1)[row] * weight).sum().div(LANES).backward()
    return units, count * LANES, float(theta.grad.square().sum())


serve(f"PyTorch {torch.__version__}, {blas()}", batches)
