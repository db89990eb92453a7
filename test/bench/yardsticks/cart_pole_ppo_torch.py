"""PPO on CartPole, with four environments side by side, 128 steps each, in PyTorch on one thread: what CleanRL's ppo.py does.

The environments are Gymnasium's vector CartPole where that is installed, else one in NumPy, which is quicker. A batch is one update: 512
steps, GAE, and four epochs of four minibatches with the clipped surrogate, clipped values, an entropy bonus, one Adam and a limit of the norm.
"""

import numpy as np
import torch
from rounds import blas, serve
from torch import nn
from torch.distributions import Categorical

LANES, STEPS, EPOCHS, PARTS = 4, 128, 4, 4
GAMMA, LAMBDA, CLIP, ENTROPY, VALUE, LIMIT = 0.99, 0.95, 0.2, 0.01, 0.5, 0.5
torch.set_num_threads(1)
torch.manual_seed(0)
random = np.random.default_rng(0)


class Lanes:
    """CartPole-v1, vectorized in NumPy; an episode that ends is followed by the next at once."""

    name = "environments in NumPy"

    def __init__(self):
        self.state = random.uniform(-0.05, 0.05, (LANES, 4))
        self.times = np.zeros(LANES, dtype=int)

    def reset(self):
        return self.state.astype(np.float32)

    def step(self, action):
        x, velocity, angle, spin = self.state.T
        sine, cosine = np.sin(angle), np.cos(angle)
        shared = (np.where(action == 1, 10.0, -10.0) + 0.05 * spin * spin * sine) / 1.1
        angular = (9.8 * sine - cosine * shared) / (0.5 * (4 / 3 - 0.1 * cosine * cosine / 1.1))
        linear = shared - 0.05 * angular * cosine / 1.1
        moved = [x + 0.02 * velocity, velocity + 0.02 * linear, angle + 0.02 * spin, spin + 0.02 * angular]
        self.state = np.stack(moved, 1)
        self.times += 1
        fallen = (np.abs(self.state[:, 0]) > 2.4) | (np.abs(self.state[:, 2]) > 12 * 2 * np.pi / 360)
        ended = fallen | (self.times >= 500)
        self.state[ended] = random.uniform(-0.05, 0.05, (int(ended.sum()), 4))
        self.times[ended] = 0
        return self.state.astype(np.float32), np.ones(LANES, dtype=np.float32), ended


class Gymnasium:
    def __init__(self, gymnasium):
        self.name = f"Gymnasium {gymnasium.__version__}"
        self.envs = gymnasium.vector.SyncVectorEnv([lambda: gymnasium.make("CartPole-v1") for _ in range(LANES)])

    def reset(self):
        return self.envs.reset(seed=0)[0]

    def step(self, action):
        seen, reward, terminated, truncated, _ = self.envs.step(action)
        return seen, reward.astype(np.float32), terminated | truncated


try:
    import gymnasium

    lanes = Gymnasium(gymnasium)
except ImportError:
    lanes = Lanes()


def network(outputs, last):
    layers = []
    for inputs, units, gain in ((4, 64, 2**0.5), (64, 64, 2**0.5), (64, outputs, last)):
        linear = nn.Linear(inputs, units)
        nn.init.orthogonal_(linear.weight, gain)
        nn.init.zeros_(linear.bias)
        layers += [linear, nn.Tanh()]
    return nn.Sequential(*layers[:-1])


actor, critic = network(2, 0.01), network(1, 1.0)
parameters = [*actor.parameters(), *critic.parameters()]
adam = torch.optim.Adam(parameters, lr=2.5e-4, eps=1e-5)
seen_now = torch.from_numpy(lanes.reset())
ended_now = torch.zeros(LANES)


def rollout():
    global seen_now, ended_now
    rows = []
    for _ in range(STEPS):
        with torch.no_grad():
            choice = Categorical(logits=actor(seen_now))
            action = choice.sample()
            log, value = choice.log_prob(action), critic(seen_now)[:, 0]
        seen, reward, ended = lanes.step(action.numpy())
        rows.append((seen_now, action, log, value, torch.from_numpy(reward), ended_now))
        seen_now, ended_now = torch.from_numpy(seen), torch.from_numpy(ended).float()
    seen, action, log, value, reward, began = (torch.stack(column) for column in zip(*rows))
    with torch.no_grad():
        after = critic(seen_now)[:, 0]
    advantage, rest = torch.zeros_like(reward), torch.zeros(LANES)
    for t in reversed(range(STEPS)):
        going = 1 - (ended_now if t == STEPS - 1 else began[t + 1])
        following = after if t == STEPS - 1 else value[t + 1]
        rest = reward[t] + GAMMA * following * going - value[t] + GAMMA * LAMBDA * going * rest
        advantage[t] = rest
    flat = [each.flatten(0, 1) for each in (seen, action, log, value, advantage)]
    return (*flat, flat[4] + flat[3])


def update():
    seen, action, log, value, advantage, target = rollout()
    size = LANES * STEPS // PARTS
    for _ in range(EPOCHS):
        for part in torch.randperm(LANES * STEPS).split(size):
            choice = Categorical(logits=actor(seen[part]))
            ratio = (choice.log_prob(action[part]) - log[part]).exp()
            own = advantage[part]
            own = (own - own.mean()) / (own.std() + 1e-8)
            surrogate = torch.max(-own * ratio, -own * ratio.clamp(1 - CLIP, 1 + CLIP)).mean()
            now = critic(seen[part])[:, 0]
            near = value[part] + (now - value[part]).clamp(-CLIP, CLIP)
            error = torch.max((now - target[part]) ** 2, (near - target[part]) ** 2)
            loss = surrogate - ENTROPY * choice.entropy().mean() + VALUE * 0.5 * error.mean()
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, LIMIT)
            adam.step()


def batches(count):
    for _ in range(count):
        update()
    check = sum(float(each.detach().square().sum()) for each in parameters)
    return count * LANES * STEPS, count * LANES, check


serve(f"PyTorch {torch.__version__}, {lanes.name}, NumPy {np.__version__}, {blas()}", batches)
