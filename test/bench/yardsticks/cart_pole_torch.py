"""CartPole, T = 500, with the environment vectorized in NumPy and the policy in PyTorch on one thread.

Arguments: trajectories of a batch, all side by side; file of θ. The rollout needs no gradients; the estimate goes
once through all steps.
"""

import sys

import numpy as np
import torch
from perceptron import perceptron
from rounds import blas, serve

LANES, T, GAMMA = int(sys.argv[1]), 500, 0.99
torch.set_num_threads(1)
network = perceptron(sys.argv[2])
random = np.random.default_rng(0)


def advance(state, action):
    x, velocity, angle, spin = state.T
    sine, cosine = np.sin(angle), np.cos(angle)
    shared = (np.where(action, 10.0, -10.0) + 0.05 * spin * spin * sine) / 1.1
    angular = (9.8 * sine - cosine * shared) / (0.5 * (4 / 3 - 0.1 * cosine * cosine / 1.1))
    linear = shared - 0.05 * angular * cosine / 1.1
    return np.stack([x + 0.02 * velocity, velocity + 0.02 * linear, angle + 0.02 * spin, spin + 0.02 * angular], 1)


def rollout():
    """For each time: the trajectories that go on, what they saw and what they did."""
    lanes = np.arange(LANES)
    state = random.uniform(-0.05, 0.05, (LANES, 4))
    steps = []
    with torch.no_grad():
        for _ in range(T):
            seen = torch.from_numpy(state.astype(np.float32))
            logits = network(seen)
            right = torch.sigmoid(logits[:, 1] - logits[:, 0]).numpy()
            action = random.random(len(lanes)) < right
            steps.append((lanes, seen, action))
            state = advance(state, action)
            goes_on = (np.abs(state[:, 0]) <= 2.4) & (np.abs(state[:, 2]) <= 12 * 2 * np.pi / 360)
            state, lanes = state[goes_on], lanes[goes_on]
            if len(lanes) == 0:
                break
    return steps


def estimate(steps):
    rest = np.zeros(LANES)
    weights = []
    for t in range(len(steps) - 1, -1, -1):
        lanes = steps[t][0]
        rest[lanes] = 1 + GAMMA * rest[lanes]
        weights.append(GAMMA**t * rest[lanes])
    weight = torch.from_numpy(np.concatenate(weights[::-1]).astype(np.float32))
    seen = torch.cat([seen for _, seen, _ in steps])
    action = torch.from_numpy(np.concatenate([action for _, _, action in steps]).astype(np.int64))
    network.zero_grad(set_to_none=True)
    scores = torch.log_softmax(network(seen), dim=1).gather(1, action[:, None])[:, 0]
    (scores * weight).sum().div(LANES).backward()
    return len(weight)


def batches(count):
    units = sum(estimate(rollout()) for _ in range(count))
    check = sum(float(each.grad.square().sum()) for each in network.parameters())
    return units, count * LANES, check


serve(f"PyTorch {torch.__version__}, NumPy {np.__version__}, {blas()}", batches)
