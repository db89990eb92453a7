"""Wrappers and environments that the tests of Gymnasium's environments use."""

import os

import gymnasium
import numpy as np
from gymnasium import spaces


class WholeState(gymnasium.ObservationWrapper):
    """Shows the state of classic control in double precision, in place of what the environment makes of it."""

    def __init__(self, environment):
        super().__init__(environment)
        environment.reset(seed=0)
        size = len(environment.unwrapped.state)
        self.observation_space = spaces.Box(-np.inf, np.inf, (size,), np.float64)

    def observation(self, observation):
        return np.asarray(self.unwrapped.state, np.float64)


class WholeSimulation(gymnasium.ObservationWrapper):
    """Shows positions, velocities and the solver's warm start of a MuJoCo task, which are its state."""

    def __init__(self, environment):
        super().__init__(environment)
        model = self.unwrapped.model
        self.observation_space = spaces.Box(-np.inf, np.inf, (model.nq + 2 * model.nv,), np.float64)

    def observation(self, observation):
        data = self.unwrapped.data
        return np.concatenate([data.qpos, data.qvel, data.qacc_warmstart])


OBSERVATIONS = {
    "image": spaces.Box(0, 1, (2, 2), np.float64),
    "unlimited": spaces.Box(-np.inf, np.inf, (2,), np.float64),
    "from 5": spaces.Discrete(3, start=5),
    "named": spaces.Dict({"drawn": spaces.Box(-1, 1, (2,), np.float64), "kind": spaces.Discrete(3)}),
}
ACTIONS = {
    "pairs": spaces.MultiDiscrete([2, 2]),
    "bits": spaces.MultiBinary(3),
    "named": spaces.Dict({"left": spaces.Discrete(2)}),
    "whole": spaces.Box(0, 9, (2,), np.int64),
    "positive": spaces.Box(0, np.inf, (2,), np.float64),
}


class Odd(gymnasium.Env):
    """Pays its time; after so many steps it dies, hangs, raises, cuts itself off or is not finite, whatever it is asked for."""

    observation_space = spaces.Box(-1, 1, (2,), np.float64)
    action_space = spaces.Discrete(2, start=3)

    def __init__(self, fault="none", after=3, action=None, observation=None):
        self._fault, self._after = fault, after
        self.action_space = ACTIONS[action] if action else self.action_space
        self.observation_space = OBSERVATIONS[observation] if observation else self.observation_space

    def _seen(self):
        random = np.random.default_rng() if self._fault == "draws elsewhere" else self.np_random
        drawn = random.uniform(-1, 1, 2)
        if isinstance(self.observation_space, spaces.Discrete):
            return self.observation_space.start + int(self.np_random.integers(self.observation_space.n))
        if isinstance(self.observation_space, spaces.Dict):
            return {"drawn": drawn, "kind": int(self.np_random.integers(3))}
        return drawn

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self._time = 0
        return self._seen(), {}

    def step(self, action):
        assert self.action_space.contains(action), f"{action} is no action"
        self._time += 1
        if self._time == self._after:
            if self._fault == "dies":
                print("out of memory", flush=True)
                os._exit(3)
            if self._fault == "hangs":
                with open(os.environ["SPIED_TOLD"], "w") as told:
                    told.write(str(os.getpid()))
                while True:
                    pass
            if self._fault == "raises":
                raise ArithmeticError("no such thing")
        gone = self._fault == "not finite" and self._time == self._after
        observation = np.array([np.nan, 0]) if gone else self._seen()
        return observation, float(self._time), False, self._fault == "cuts" and self._time == self._after, {}


gymnasium.register("Odd-v0", entry_point=Odd)
