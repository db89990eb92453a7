"""Steps Gymnasium environments for trueslope: several side by side in this process, none of which resets by itself.

Requests come on file descriptor 3, answers go to 4. A request is two Int32, what to do and how many, and then

    0 describe   JSON of so many bytes
    1 reset      lanes I32 [c], seeds F64 [c], seeds of later noise F64 [c] (below 0: none)   numbers begin at a multiple of 8
    2 step       lanes I32 [c], actions F64 [c, K]

An answer is two Int32, 0 and the bytes that follow (JSON; observations F64 [c, O]; and of a step also rewards F64 [c] and
terminated F64 [c]), or 1 and the bytes of JSON { row, text }: what went wrong, and in which row.
"""

import importlib
import json
import os
import sys
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode  # nothing is written into the package
from trueslope_channel import end_with_parent, receive, send

sys.dont_write_bytecode = kept

try:
    import gymnasium
    import numpy as np
except ModuleNotFoundError as error:
    sys.exit(f"{error.msg}: this Python ({sys.executable}) needs it: pip install gymnasium, or name another with environment.python")

DESCRIBE, RESET, STEP = range(3)


class RowError(Exception):
    """Something that went wrong in one row of a request."""

    def __init__(self, row, text):
        super().__init__(text)
        self.row = row


def answer(status, payload):
    send(np.array([status, len(payload)], np.int32).tobytes() + payload)


def found(name, home):
    """What `module:Name`, or `Name` of a module, stands for."""
    module, _, attribute = name.rpartition(":")
    holder = importlib.import_module(module) if module else home
    if not hasattr(holder, attribute):
        raise ValueError(f"{holder.__name__} has no {attribute}")
    return getattr(holder, attribute)


def text(error):
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


class Lane:
    """One environment; steps since its reset, and after how many of them it cut the episode off itself, if it did."""

    __slots__ = ("environment", "limit", "steps")

    def __init__(self, environment):
        self.environment, self.steps, self.limit = environment, 0, None


class Environments:
    """Lanes of one kind of environment, made when they are first used."""

    def __init__(self, asked):
        self._asked = asked
        module, _, name = asked["id"].rpartition(":")
        if module:
            importlib.import_module(module)
        self._spec = gymnasium.spec(name)
        # the horizon of the study takes the place of the limit that the environment is registered with
        self._spec.max_episode_steps = None
        self._lanes = {}
        self._seen_as()

    def _make(self):
        environment = gymnasium.make(self._spec, disable_env_checker=True, **self._asked["options"])
        for each in self._asked["wrappers"]:
            name, options = (each, {}) if isinstance(each, str) else next(iter(each.items()))
            environment = found(name, gymnasium.wrappers)(environment, **(options or {}))
        return environment

    def _seen_as(self):
        environment = self._make()
        self._lanes[0] = Lane(environment)
        seen, action, spaces = environment.observation_space, environment.action_space, gymnasium.spaces
        told = {}
        if isinstance(seen, spaces.Discrete):
            self._first = int(seen.start)
            self._size = 1 if self._asked["numbered"] else int(seen.n)
            self._convert = self._number if self._asked["numbered"] else self._one_hot
            told["states"] = int(seen.n)
        elif isinstance(seen, spaces.Box) and len(seen.shape) == 1 and seen.shape[0] > 0:
            self._size, self._convert = int(seen.shape[0]), np.asarray
        else:
            raise ValueError(f"observations are {seen}; Discrete ones and Box of one axis are taken: the wrapper FlattenObservation makes a Box of most others")
        if self._asked["numbered"] and "states" not in told:
            raise ValueError(f"observations are {seen}; a table of states needs Discrete ones, and other policies go with these")
        if isinstance(action, spaces.Discrete):
            self._first_action, self._width = int(action.start), None
            told["action"] = {"count": int(action.n)}
        elif isinstance(action, spaces.Box) and len(action.shape) == 1 and np.issubdtype(action.dtype, np.floating):
            self._width, self._dtype = int(action.shape[0]), action.dtype
            told["action"] = {"size": self._width}
            if np.isfinite(action.low).all() and np.isfinite(action.high).all():
                told["action"]["limits"] = {"low": action.low.tolist(), "high": action.high.tolist()}
        else:
            raise ValueError(f"actions are {action}; Discrete ones and Box of one axis of real numbers are taken")
        self.told = {**told, "observationSize": self._size, "gymnasium": gymnasium.__version__, "python": sys.version.split()[0]}

    def _number(self, observation):
        return [int(observation) - self._first]

    def _one_hot(self, observation):
        row = np.zeros(self._size)
        row[int(observation) - self._first] = 1
        return row

    def reset(self, lanes, seeds, noises):
        out = np.empty((len(lanes), self._size))
        for row, (lane, seed, noise) in enumerate(zip(lanes, seeds, noises)):
            try:
                if lane not in self._lanes:
                    self._lanes[lane] = Lane(self._make())
                own = self._lanes[lane]
                own.steps, own.limit = 0, None
                observation, _ = own.environment.reset(seed=int(seed))
                if noise >= 0:
                    self._renew(own.environment.unwrapped, int(noise))
                out[row] = self._convert(observation)
            except Exception as error:
                traceback.print_exc()
                raise RowError(row, text(error)) from None
        self._need_finite(out)
        return out.tobytes()

    @staticmethod
    def _renew(environment, seed):
        """Trajectories of a group have one first state, and each its own noise after that."""
        if getattr(environment, "_np_random", None) is None:
            raise ValueError("it draws nothing from np_random, so that trajectories of a group would have the same noise")
        environment.np_random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    def step(self, lanes, actions):
        count = len(lanes)
        out, rewards, ended = np.empty((count, self._size)), [0.0] * count, [False] * count
        if self._width is None:
            actions = (actions.astype(np.int64) + self._first_action).tolist()
        else:
            actions = actions.reshape(count, self._width).astype(self._dtype)
        convert, all_lanes = self._convert, self._lanes
        for row, lane in enumerate(lanes):
            try:
                own = all_lanes[lane]
                if own.limit is not None:
                    raise ValueError(
                        f"it cut the episode off by a limit of its own, after {own.limit} steps: "
                        f"objective.horizon must be at most {own.limit}, or the limit be taken off"
                    )
                observation, rewards[row], ended[row], truncated, _ = own.environment.step(actions[row])
                own.steps += 1
                if truncated and not ended[row]:
                    own.limit = own.steps
                out[row] = convert(observation)
            except Exception as error:
                traceback.print_exc()
                raise RowError(row, text(error)) from None
        paid = np.array(rewards, np.float64)
        self._need_finite(out, paid)
        return out.tobytes() + paid.tobytes() + np.array(ended, np.float64).tobytes()

    @staticmethod
    def _need_finite(*arrays):
        for array in arrays:
            if not np.isfinite(array).all():
                row = int(np.argwhere(~np.isfinite(array))[0][0])
                raise RowError(row, f"it gave what is not finite: {array[row]}")


def respond(environments, request, count):
    if request == DESCRIBE:
        made = Environments(json.loads(receive(count)))
        return made, json.dumps(made.told).encode()
    lanes = np.frombuffer(receive(4 * count + 4 * (count % 2)), np.int32, count).tolist()
    if request == RESET:
        seeds = np.frombuffer(receive(16 * count), np.float64)
        return environments, environments.reset(lanes, seeds[:count].tolist(), seeds[count:].tolist())
    actions = np.frombuffer(receive(8 * count * (environments._width or 1)), np.float64)
    return environments, environments.step(lanes, actions)


def main():
    end_with_parent()
    sys.path.insert(0, os.getcwd())
    environments = None
    while True:
        request, count = np.frombuffer(receive(8), np.int32).tolist()
        try:
            environments, payload = respond(environments, request, count)
            status = 0
        except Exception as error:
            if not isinstance(error, RowError):
                traceback.print_exc()
            told = str(error) if isinstance(error, RowError) else text(error)
            status, payload = 1, json.dumps({"row": getattr(error, "row", None), "text": told}).encode()
        sys.stdout.flush()
        answer(status, payload)


main()
