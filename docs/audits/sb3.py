"""stable-baselines3 plays a batch back: `learn` collects it, makes advantages of it, and trains on it."""

import gymnasium
import numpy as np
import torch
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.logger import Logger
from stable_baselines3.common.vec_env import VecEnv


class Playback(VecEnv):
    """The trajectories of a batch in [T, N]; each row begins the next one where one ends, as vectorized environments do."""

    def __init__(self, batch):
        try:
            made = batch.buffer
            self.rows = {name: getattr(made, name) for name in ("observations", "rewards", "terminated", "truncated", "actions")}
        except ValueError:  # they fill no rectangle: one environment
            flat = {"observations": batch.observations, "rewards": batch.rewards, "actions": batch.actions}
            ended = np.repeat(batch.terminated, batch.lengths)
            flat.update(terminated=batch.ends & ended, truncated=batch.ends & ~ended)
            self.rows = {name: array[:, None] for name, array in flat.items()}
        after = np.zeros(len(batch.theta), np.int64)  # the state after the last step of a trajectory, by the state of that step
        after[batch.observations[batch.ends]] = batch.last_observations
        self.after = after
        states, actions = batch.theta.shape
        self.steps, self.t = len(self.rows["rewards"]), 0
        envs = self.rows["rewards"].shape[1]
        super().__init__(envs, gymnasium.spaces.Discrete(states), gymnasium.spaces.Discrete(actions))

    def reset(self):
        return self.rows["observations"][0]

    def step_async(self, actions):
        assert (actions.ravel() == self.rows["actions"][self.t]).all()

    def step_wait(self):
        t, rows = self.t, self.rows
        self.t += 1
        dones = rows["terminated"][t] | rows["truncated"][t]
        last = self.after[rows["observations"][t]]
        following = rows["observations"][t + 1] if self.t < self.steps else last
        infos = [{"TimeLimit.truncated": bool(rows["truncated"][t][i])} for i in range(self.num_envs)]
        for i in np.flatnonzero(dones):
            infos[i]["terminal_observation"] = last[i]
        return following, rows["rewards"][t].astype(np.float32), dones, infos

    def close(self): ...
    def env_is_wrapped(self, wrapper_class, indices=None): return [False] * self.num_envs
    def env_method(self, *_, **__): raise NotImplementedError
    def get_attr(self, name, indices=None): return [None] * self.num_envs
    def set_attr(self, *_, **__): raise NotImplementedError


class Recorder(torch.optim.SGD):
    """Adds gradients up instead of moving anything: minibatches and epochs are all asked at the same θ."""

    def step(self, closure=None):
        self.total = getattr(self, "total", 0) + self.watched.grad


class Quiet(BaseCallback):
    def _on_step(self): return True


def gradient_of(algorithm, batch, **options):
    """The steps of one `learn`, in the logits: the policy is one linear layer on the one-hot state, and so is V."""
    env = Playback(batch)
    network = {"net_arch": [], "optimizer_class": Recorder}
    model = algorithm(
        "MlpPolicy", env, n_steps=env.steps, gamma=batch.discount, learning_rate=1.0, max_grad_norm=1e9,
        policy_kwargs=network, seed=batch.seed, device="cpu", **options,
    )  # fmt: skip
    model.set_logger(Logger(None, []))
    policy = model.policy
    values = np.zeros(len(batch.theta))
    values[batch.observations] = batch.values
    values[batch.last_observations] = batch.last_values
    with torch.no_grad():
        policy.action_net.weight.copy_(torch.from_numpy(batch.theta.T))
        policy.value_net.weight.copy_(torch.from_numpy(values[None]))
        policy.action_net.bias.zero_()
        policy.value_net.bias.zero_()
    policy.optimizer.watched = policy.action_net.weight

    def act(observations, deterministic=False):
        actions = torch.from_numpy(env.rows["actions"][env.t])
        return actions, policy.predict_values(observations), policy.evaluate_actions(observations, actions)[1]

    policy.forward = act  # the actions of the batch, not new ones
    model.learn(env.steps * env.num_envs, callback=Quiet())
    return -policy.optimizer.total.numpy().T
