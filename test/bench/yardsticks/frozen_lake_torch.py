"""FrozenLake 4x4 in PyTorch: a loop over time with 8192 trajectories side by side, and one estimate by autograd."""

import torch
from frozen_lake_model import model
from rounds import blas, serve

LANES, T, GAMMA = 8192, 100, 0.99
torch.set_num_threads(1)
torch.manual_seed(0)
after, reward, over = (torch.from_numpy(table.reshape(-1, 3)) for table in model("4x4"))
S, A = 16, 4
theta = torch.zeros(S, A, dtype=torch.float64, requires_grad=True)


def batches(count):
    units = 0
    for _ in range(count):
        logits = torch.log_softmax(theta, dim=1)
        with torch.no_grad():
            probabilities = logits.exp()
            lanes = torch.arange(LANES)
            state = torch.zeros(LANES, dtype=torch.int64)
            steps = []
            for _ in range(T):
                action = torch.multinomial(probabilities[state], 1)[:, 0]
                row = state * A + action
                outcome = torch.randint(3, (len(lanes),))
                steps.append((lanes, row, reward[row, outcome]))
                goes_on = ~over[row, outcome]
                state = after[row, outcome][goes_on]
                lanes = lanes[goes_on]
                if len(lanes) == 0:
                    break
            rest = torch.zeros(LANES, dtype=torch.float64)
            weights = []
            for t in range(len(steps) - 1, -1, -1):
                lanes, _, rewards = steps[t]
                rest[lanes] = rewards + GAMMA * rest[lanes]
                weights.append(GAMMA**t * rest[lanes])
            weight = torch.cat(weights[::-1])
            row = torch.cat([row for _, row, _ in steps])
        theta.grad = None
        (logits.reshape(-1)[row] * weight).sum().div(LANES).backward()
        units += len(row)
    return units, count * LANES, float(theta.grad.square().sum())


serve(f"PyTorch {torch.__version__}, {blas()}", batches)
