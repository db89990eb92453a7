"""CartPole of Gymnasium, 64 environments in a loop, each until its trajectory ends: what it takes without anything else."""

import sys

import gymnasium
import numpy as np

from rounds import serve

LANES = 64
spec = gymnasium.spec("CartPole-v1")
spec.max_episode_steps = None
environments = [gymnasium.make(spec, disable_env_checker=True) for _ in range(LANES)]
random = np.random.default_rng(1)


def batches(count):
    steps, check = 0, 0.0
    for _ in range(count):
        seeds = random.integers(2**32, size=LANES).tolist()
        for environment, seed in zip(environments, seeds):
            observation, _ = environment.reset(seed=seed)
        check += float(observation[0])
        going = environments
        while going:
            actions = random.integers(2, size=len(going)).tolist()
            left = []
            for environment, action in zip(going, actions):
                _, _, terminated, _, _ = environment.step(action)
                if not terminated:
                    left.append(environment)
            steps += len(going)
            going = left
    return steps, count * LANES, check


serve(f"Python {sys.version.split()[0]}, Gymnasium {gymnasium.__version__}", batches)
