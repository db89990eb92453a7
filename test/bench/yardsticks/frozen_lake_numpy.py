"""FrozenLake 4x4, slippery, T = 100: 8192 trajectories side by side, and the estimates of their 128 batches of 64.

Argument: "compact", where trajectories that have ended are taken out after each step, or "mask", where they are
carried along to the end of the last one, as vectorized environments do.
"""

import sys

import numpy as np
from frozen_lake_model import model
from rounds import serve

COMPACT = sys.argv[1] == "compact"
LANES, BATCH, T, GAMMA = 8192, 64, 100, 0.99
after, reward, over = (table.reshape(-1, 3) for table in model("4x4"))
S, A = 16, 4
probabilities = np.full((S, A), 1 / A)
cumulative = np.cumsum(probabilities, axis=1)
cumulative[:, -1] = 1
thresholds = np.where(over.all(axis=1)[:, None], 1, [1 / 3, 2 / 3, 1])  # of each row s A + a
random = np.random.default_rng(0)


def rollout():
    """For each time: the trajectories, which of them go on, their rows s A + a, and their rewards."""
    lanes = np.arange(LANES)
    state = np.zeros(LANES, dtype=np.int64)
    alive = np.ones(LANES, dtype=bool)
    steps = []
    for _ in range(T):
        u = random.random(len(lanes))
        action = (u[:, None] >= cumulative[state]).sum(axis=1)
        row = state * A + action
        v = random.random(len(lanes))
        outcome = (v[:, None] >= thresholds[row]).sum(axis=1)
        steps.append((lanes, alive, row, reward[row, outcome] * alive))
        alive = alive & ~over[row, outcome]
        state = after[row, outcome]
        if COMPACT:
            state, lanes, alive = state[alive], lanes[alive], alive[alive]
        if not alive.any():
            break
    return steps


def estimate(steps):
    """Gradients, [128, S, A]."""
    rest = np.zeros(LANES)
    weights = []
    for t in range(len(steps) - 1, -1, -1):
        lanes, alive, _, rewards = steps[t]
        rest[lanes] = rewards + GAMMA * rest[lanes]
        weights.append(GAMMA**t * rest[lanes] * alive)
    weight = np.concatenate(weights[::-1])
    group = np.concatenate([step[0] for step in steps]) // BATCH
    row = np.concatenate([step[2] for step in steps])
    sums = np.bincount(group * S * A + row, weight, LANES // BATCH * S * A).reshape(-1, S, A)
    return (sums - probabilities * sums.sum(axis=2, keepdims=True)) / BATCH


def batches(count):
    units = 0
    for _ in range(count):
        steps = rollout()
        gradients = estimate(steps)
        units += sum(int(step[1].sum()) for step in steps)
    return units, count * LANES, float(np.square(gradients).sum())


serve(f"NumPy {np.__version__}", batches)
