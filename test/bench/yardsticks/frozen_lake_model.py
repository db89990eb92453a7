"""Slippery FrozenLake as tables of three outcomes for each state and action."""

import numpy as np

MAPS = {
    "4x4": "SFFFFHFHFFFHHFFG",
    "8x8": "SFFFFFFFFFFFFFFFFFFHFFFFFFFFFHFFFFFHFFFFFHHFFFHFFHFFHFHFFFFHFFFG",
}
MOVES = [(0, -1), (1, 0), (0, 1), (-1, 0)]


def model(name):
    """next [S, A, 3], reward [S, A, 3], over [S, A, 3]; each outcome has probability 1/3."""
    cells = MAPS[name]
    side = int(len(cells) ** 0.5)
    shape = (len(cells), 4, 3)
    after = np.zeros(shape, dtype=np.int64)
    reward = np.zeros(shape)
    over = np.zeros(shape, dtype=bool)
    for s, cell in enumerate(cells):
        for a in range(4):
            for k in range(3):
                if cell in "HG":
                    after[s, a, k], over[s, a, k] = s, True
                    continue
                down, right = MOVES[(a + k - 1) % 4]
                row = min(max(s // side + down, 0), side - 1)
                column = min(max(s % side + right, 0), side - 1)
                after[s, a, k] = row * side + column
                there = cells[after[s, a, k]]
                reward[s, a, k] = there == "G"
                over[s, a, k] = there in "HG"
    return after, reward, over
