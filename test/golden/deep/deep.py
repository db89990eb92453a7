"""Golden numbers of deep policy gradients, from PyTorch in float64: writes deep.json beside this file.

    python3 -m venv --system-site-packages /tmp/golden && /tmp/golden/bin/pip install torch numpy gymnasium stable-baselines3
    /tmp/golden/bin/python test/golden/deep/deep.py

The committed file was made with PyTorch 1.13, NumPy 1.24, Gymnasium 0.29.1 and stable-baselines3 2.2.1.

Numbers have 13 digits. Inputs are multiples of 1/128, so that they are the same in float32. θ of a network is W_1 [out, in] row-major, b_1,
W_2, b_2, … and then, for a Gaussian, log σ. Matrices are flat and row-major. All losses are to be minimized; all
gradients are of the loss, so of the opposite sign of an ascent's. Means are over the 8 rows.

`inputs`    sizes [3, 4, 4, ·], tanh in the hidden layers, O = 3; `observations` [8, 3]; `advantages`, `oldValues`,
            `returns` [8]; `value` θ of the value network (one output)
`gaussian`  `theta` (two means, then log σ); `actions` [8, 2], `oldLogProbabilities` [8] of another θ
`softmax`   `theta` (three logits); `actions` [8] numbers, `oldLogProbabilities` [8]
each of the two has
  `outputs` [8, H]; `logProbabilities` [8]
  `ppo`     clip ε 0.2, entropy coefficient 0.01, value coefficient 0.5, Adam (0.9, 0.999, ε 1e-5) with lr 0.01, advantages
            normalized over the 8 rows (sample sd + 1e-8). `policyLoss` (no entropy), `entropy` (mean), `approxKl` =
            mean((ρ − 1) − log ρ), `approxKlOld` = mean(−log ρ), `clipFraction`, `policyGradient` (of policyLoss − 0.01 entropy),
            and `variants`: `valueLoss` (before the coefficient), `valueGradient` (with it), `norm` (of both gradients
            together, before clipping), `after1` (cleanrl only), `after3`: [policy θ, value θ] after one and three Adam steps on
            the same rows, the ratios to the same old policy
              cleanrl           ½ mean max(clipped², unclipped²), one Adam, norm ≤ 0.5
              cleanrl-no-clip   ½ mean (V − T)², one Adam, norm ≤ 0.5
              sb3               mean (V − T)², one Adam, norm ≤ 0.5
              im                mean max(clipped², unclipped²), coefficient 1, two Adams, no limit of the norm
  `a2c`     advantages as they are, −mean(log π A) − 0.01 entropy + 0.5 mean (V − T)², RMSprop (α 0.99, ε 1e-5, lr 7e-4), norm ≤ 0.5:
            `policyLoss`, `valueLoss`, `policyGradient`, `valueGradient`, `norm`; `pytorch` (ε outside of the root, average
            from 0) and `tensorflow` (ε inside, average from 1): { after1 (pytorch only), after3 }
  `trpo`    at θ itself (ρ = 1), advantages normalized: `gradient` of mean(ρ A) (to be ascended); `direction`, `fisher` = F v
            by the Hessian of mean KL, no damping; damping 0.1: `solution10` of CG after 10 iterations from 0, `residuals10`
            (‖b − A x_i‖² after each), `solution` (exact), `solutionEvery5` of 10 iterations with F from rows 0 and 5;
            `searches`: for δ of 0.01 and 3: `step` β of solution10, `expected` = gradient · β solution10, `halves` and
            `fifths` (shrink ½ and 0.8): of tries 0 … 4 the `gain` of the surrogate, `kl` (old‖new) and `reverseKl` (new‖old);
            `accepted`: the number of the try of ten, −1 for none, by rule: im, baselines (½), sb3, spinningup (0.8); with
            δ = 3, `theta` after im's
  `shared`  one network: V has the policy's hidden layers, and as its last layer the 5 last numbers of `value`. `ppo` as of sb3 but with
            the ratios to θ itself, `a2c` by PyTorch's RMSprop: `values` [8], `valueLoss`, `gradient` of all of the loss by the policy's θ, `headGradient` by V's last
            layer, `norm` of both together, `after1`, `after3`: [policy θ, V's last layer]
`orthogonal` list of { rows, columns, gain, normals [rows, columns], weights [rows, columns] by PyTorch's own procedure,
            gram of the shorter side }
`advantages` mean 0 in three ways: `sample` (sd of n − 1, + 1e-8), `population` (+ 1e-8), `bare` (population, no 1e-8)
`normalizers` `numbers` [10], `ends` [10] (0 no, 1 terminated, 2 truncated), γ 0.9, no clipping unless said. `observations`:
            `gymnasium`, `sb3` (libraries), `im` each [10]; `lanes` [5, 2] by sb3 of `numbers` as 5 rows of 2 lanes; `clipped` at ±1.
            `rewards`: `gymnasium`, `sb3` (libraries), `imReturns`, `imRewards` each [10], `lanes` [5, 2] by sb3 with `ends` as 5 rows, `clipped`
            (sb3, ±1). gymnasium's and sb3's first observation is of the reset and is seen too: `numbers` has it first. sb3 rounds observations
            to float32.
"""
import json
import math
import os

import numpy as np
import torch
from torch import nn
from torch.distributions import Categorical, Normal, kl_divergence
from torch.nn.utils import parameters_to_vector, vector_to_parameters

torch.set_default_dtype(torch.float64)
ROWS, CLIP, ENTROPY, VALUE, LIMIT, DAMPING = 8, 0.2, 0.01, 0.5, 0.5, 0.1
DELTAS = 0.01, 3.0
draws = np.random.default_rng(25)


def grid(*shape, scale=1.0):
    """Multiples of 1/128."""
    return torch.tensor(np.round(128 * scale * draws.standard_normal(shape)) / 128)


def network(outputs):
    sizes = [3, 4, 4, outputs]
    layers = []
    for inside, outside in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inside, outside), nn.Tanh()]
    return nn.Sequential(*layers[:-1])


class Policy(nn.Module):
    def __init__(self, gaussian):
        super().__init__()
        self.body = network(2 if gaussian else 3)
        if gaussian:
            self.log_sigma = nn.Parameter(torch.zeros(2))
        self.gaussian = gaussian

    def ordered(self):  # nn.Module lists its own parameters before those of its parts
        return [*self.body.parameters(), *([self.log_sigma] if self.gaussian else [])]

    def distribution(self, x):
        out = self.body(x)
        return Normal(out, self.log_sigma.exp().expand_as(out)) if self.gaussian else Categorical(logits=out)

    def total(self, each):
        """Over the coordinates of an action."""
        return each.sum(-1) if self.gaussian else each

    def log_probabilities(self, x, actions):
        return self.total(self.distribution(x).log_prob(actions))

    def entropies(self, x):
        return self.total(self.distribution(x).entropy())


def flat(parameters):
    return parameters_to_vector(parameters).detach().clone()


def plain(value):
    if isinstance(value, torch.Tensor):
        return plain(value.detach().numpy())
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return [plain(x) for x in value.ravel()]
    return float(f"{float(value):.13g}")


x = grid(ROWS, 3)
advantages = grid(ROWS)
old_values = grid(ROWS, scale=0.5)
returns = old_values + advantages
value_theta = grid(3 * 4 + 4 + 4 * 4 + 4 + 4 + 1, scale=0.5)
standard = (advantages - advantages.mean()) / (advantages.std() + 1e-8)


def value_network():
    net = network(1)
    vector_to_parameters(value_theta.clone(), net.parameters())
    return net


def value_loss(values, half, clipped):
    loss = (values - returns) ** 2
    if clipped:
        near = old_values + (values - old_values).clamp(-CLIP, CLIP)
        loss = torch.max(loss, (near - returns) ** 2)
    return loss.mean() / (2 if half else 1)


def policy_of(gaussian, theta):
    policy = Policy(gaussian)
    vector_to_parameters(theta.clone(), policy.ordered())
    return policy


def ppo(gaussian, theta, actions, old):
    def policy_parts(policy):
        log_ratio = policy.log_probabilities(x, actions) - old
        ratio = log_ratio.exp()
        surrogate = torch.min(ratio * standard, ratio.clamp(1 - CLIP, 1 + CLIP) * standard)
        return -surrogate.mean(), policy.entropies(x).mean(), ratio, log_ratio

    policy = policy_of(gaussian, theta)
    loss, entropy, ratio, log_ratio = policy_parts(policy)
    gradient = torch.autograd.grad(loss - ENTROPY * entropy, policy.ordered())
    out = {
        "policyLoss": plain(loss),
        "entropy": plain(entropy),
        "approxKl": plain(((ratio - 1) - log_ratio).mean()),
        "approxKlOld": plain((-log_ratio).mean()),
        "clipFraction": plain(((ratio - 1).abs() > CLIP).double().mean()),
        "policyGradient": plain(parameters_to_vector(gradient)),
        "variants": {},
    }
    kinds = {
        "cleanrl": (True, True, VALUE, True),
        "cleanrl-no-clip": (True, False, VALUE, True),
        "sb3": (False, False, VALUE, True),
        "im": (False, True, 1.0, False),
    }
    for name, (half, clipped, coefficient, together) in kinds.items():
        policy, value = policy_of(gaussian, theta), value_network()
        ours, theirs = policy.ordered(), list(value.parameters())
        groups = [ours + theirs] if together else [ours, theirs]
        optimizers = [torch.optim.Adam(group, lr=0.01, eps=1e-5) for group in groups]
        found = {}
        for step in range(3):
            loss, entropy, _, _ = policy_parts(policy)
            of_value = value_loss(value(x).squeeze(-1), half, clipped)
            for optimizer in optimizers:
                optimizer.zero_grad()
            (loss - ENTROPY * entropy + coefficient * of_value).backward()
            if step == 0:
                gradients = [torch.cat([p.grad.reshape(-1) for p in part]) for part in (ours, theirs)]
                found["valueLoss"] = plain(of_value)
                found["valueGradient"] = plain(gradients[1])
                found["norm"] = plain(torch.cat(gradients).norm())
            if together:
                nn.utils.clip_grad_norm_(ours + theirs, LIMIT)
            for optimizer in optimizers:
                optimizer.step()
            if step == 2 or (step == 0 and name == "cleanrl"):
                found[f"after{step + 1}"] = [plain(flat(ours)), plain(flat(theirs))]
        out["variants"][name] = found
    return out


class TensorFlowRmsProp(torch.optim.Optimizer):
    """v from 1, v ← ρ v + (1 − ρ) g², θ ← θ − α g / √(v + ε)."""

    def __init__(self, parameters, lr, decay, epsilon):
        super().__init__(parameters, {"lr": lr, "decay": decay, "epsilon": epsilon})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                v = self.state[p].setdefault("v", torch.ones_like(p))
                v.mul_(group["decay"]).addcmul_(p.grad, p.grad, value=1 - group["decay"])
                p.sub_(group["lr"] * p.grad / (v + group["epsilon"]).sqrt())


def a2c(gaussian, theta, actions):
    out = {}
    makers = {
        "pytorch": lambda p: torch.optim.RMSprop(p, lr=7e-4, alpha=0.99, eps=1e-5),
        "tensorflow": lambda p: TensorFlowRmsProp(p, 7e-4, 0.99, 1e-5),
    }
    for name, make in makers.items():
        policy, value = policy_of(gaussian, theta), value_network()
        ours, theirs = policy.ordered(), list(value.parameters())
        optimizer = make(ours + theirs)
        found = {}
        for step in range(3):
            loss = -(policy.log_probabilities(x, actions) * advantages).mean()
            of_value = value_loss(value(x).squeeze(-1), False, False)
            optimizer.zero_grad()
            (loss - ENTROPY * policy.entropies(x).mean() + VALUE * of_value).backward()
            if step == 0:
                gradients = [torch.cat([p.grad.reshape(-1) for p in part]) for part in (ours, theirs)]
                out["policyLoss"], out["valueLoss"] = plain(loss), plain(of_value)
                out["policyGradient"], out["valueGradient"] = map(plain, gradients)
                out["norm"] = plain(torch.cat(gradients).norm())
            nn.utils.clip_grad_norm_(ours + theirs, LIMIT)
            optimizer.step()
            if step == 2 or (step == 0 and name == "pytorch"):
                found[f"after{step + 1}"] = [plain(flat(ours)), plain(flat(theirs))]
        out[name] = found
    return out


def shared(gaussian, theta, actions):
    """Policy and values of one body: its hidden layers are the policy's, and the value's last layer is that of `value`."""
    old = policy_of(gaussian, theta).log_probabilities(x, actions).detach()

    def ppo_loss(policy):
        ratio = (policy.log_probabilities(x, actions) - old).exp()
        return -torch.min(ratio * standard, ratio.clamp(1 - CLIP, 1 + CLIP) * standard).mean()

    kinds = {
        "ppo": (ppo_loss, lambda p: torch.optim.Adam(p, lr=0.01, eps=1e-5)),
        "a2c": (
            lambda policy: -(policy.log_probabilities(x, actions) * advantages).mean(),
            lambda p: torch.optim.RMSprop(p, lr=7e-4, alpha=0.99, eps=1e-5),
        ),
    }
    out = {}
    for name, (loss, make) in kinds.items():
        policy, head = policy_of(gaussian, theta), nn.Linear(4, 1)
        vector_to_parameters(value_theta[-5:].clone(), head.parameters())
        ours, theirs = policy.ordered(), list(head.parameters())
        optimizer = make(ours + theirs)
        found = {}
        for step in range(3):
            hidden = policy.body[:-1](x)
            of_value = value_loss(head(hidden).squeeze(-1), False, False)
            optimizer.zero_grad()
            (loss(policy) - ENTROPY * policy.entropies(x).mean() + VALUE * of_value).backward()
            if step == 0:
                gradients = [torch.cat([p.grad.reshape(-1) for p in part]) for part in (ours, theirs)]
                found["values"], found["valueLoss"] = plain(head(hidden)), plain(of_value)
                found["gradient"], found["headGradient"] = map(plain, gradients)
                found["norm"] = plain(torch.cat(gradients).norm())
            nn.utils.clip_grad_norm_(ours + theirs, LIMIT)
            optimizer.step()
            if step != 1:
                found[f"after{step + 1}"] = [plain(flat(ours)), plain(flat(theirs))]
        out[name] = found
    return out


def conjugate_gradients(matrix, b, iterations):
    solution, residual, search = torch.zeros_like(b), b.clone(), b.clone()
    square, squares = residual @ residual, []
    for _ in range(iterations):
        product = matrix @ search
        length = square / (search @ product)
        solution = solution + length * search
        residual = residual - length * product
        before, square = square, residual @ residual
        squares.append(square)
        search = residual + (square / before) * search
    return solution, squares


def trpo(gaussian, theta, actions):
    policy = policy_of(gaussian, theta)
    with torch.no_grad():
        old = policy.log_probabilities(x, actions)

    def at(point):
        return policy_of(gaussian, point)

    def surrogate(policy):
        return ((policy.log_probabilities(x, actions) - old).exp() * standard).mean()

    def fisher_of(rows):
        """The whole matrix, as the Hessian of the mean KL, row by row."""
        policy = at(theta)
        with torch.no_grad():
            before = policy.distribution(rows)
            before = Normal(before.loc, before.scale) if gaussian else Categorical(logits=before.logits)
        kl = policy.total(kl_divergence(before, policy.distribution(rows))).mean()
        slopes = parameters_to_vector(torch.autograd.grad(kl, policy.ordered(), create_graph=True))
        lines = [torch.autograd.grad(s, policy.ordered(), retain_graph=True, allow_unused=True) for s in slopes]
        return torch.stack(
            [parameters_to_vector([torch.zeros_like(p) if g is None else g for g, p in zip(line, policy.ordered())]) for line in lines]
        )

    gradient = parameters_to_vector(torch.autograd.grad(surrogate(policy), policy.ordered()))
    fisher = fisher_of(x)
    damped = fisher + DAMPING * torch.eye(len(theta))
    direction = grid(len(theta))
    solution, residuals = conjugate_gradients(damped, gradient, 10)
    few = fisher_of(x[::5]) + DAMPING * torch.eye(len(theta))
    out = {
        "gradient": plain(gradient),
        "direction": plain(direction),
        "fisher": plain(fisher @ direction),
        "solution10": plain(solution),
        "residuals10": [plain(r) for r in residuals],
        "solution": plain(torch.linalg.solve(damped, gradient)),
        "solutionEvery5": plain(conjugate_gradients(few, gradient, 10)[0]),
        "searches": [],
    }
    rules = {
        "im": (0.5, lambda gain, expected, kl, reverse, delta: gain > 0 and kl <= delta and gain > 0.1 * expected),
        "baselines": (0.5, lambda gain, expected, kl, reverse, delta: gain >= 0 and kl <= 1.5 * delta),
        "sb3": (0.8, lambda gain, expected, kl, reverse, delta: gain > 0 and reverse < delta),
        "spinningup": (0.8, lambda gain, expected, kl, reverse, delta: gain >= 0 and reverse <= delta),
    }
    before = policy.distribution(x)
    for delta in DELTAS:
        step = math.sqrt(2 * delta / float(solution @ damped @ solution))
        expected = float(gradient @ solution) * step
        found = {"delta": delta, "step": plain(step), "expected": plain(expected), "accepted": {}}
        tried = {}
        for shrink in (0.5, 0.8):
            tries = []
            for i in range(10):
                moved = at(theta + shrink**i * step * solution)
                with torch.no_grad():
                    now = moved.distribution(x)
                    gain = float(surrogate(moved) - surrogate(policy))
                    kl = float(policy.total(kl_divergence(before, now)).mean())
                    reverse = float(policy.total(kl_divergence(now, before)).mean())
                tries.append((gain, kl, reverse))
            tried[shrink] = tries
            found["halves" if shrink == 0.5 else "fifths"] = {
                key: [plain(each[k]) for each in tries[:5]] for k, key in enumerate(("gain", "kl", "reverseKl"))
            }
        for name, (shrink, accepts) in rules.items():
            accepted = next(
                (i for i, (gain, kl, reverse) in enumerate(tried[shrink]) if accepts(gain, expected * shrink**i, kl, reverse, delta)),
                -1,
            )
            found["accepted"][name] = accepted
            if name == "im" and delta == DELTAS[-1]:
                found["theta"] = plain(theta + shrink**accepted * step * solution)
        out["searches"].append(found)
    return out


def agent(gaussian):
    theta = grid(4 * 4 + 5 * 4 + 5 * (2 if gaussian else 3), scale=0.5)
    if gaussian:
        theta = torch.cat([theta, torch.tensor([-0.25, 0.125])])
    old_policy = policy_of(gaussian, theta + grid(len(theta), scale=0.15))
    if gaussian:
        with torch.no_grad():
            means = old_policy.distribution(x)
            actions = torch.round(128 * (means.loc + means.scale * grid(ROWS, 2))) / 128
    else:
        actions = torch.tensor([0, 1, 2, 1, 0, 2, 2, 1])
    old = old_policy.log_probabilities(x, actions).detach()
    policy = policy_of(gaussian, theta)
    return {
        "theta": plain(theta),
        "actions": plain(actions),
        "oldLogProbabilities": plain(old),
        "outputs": plain(policy.body(x)),
        "logProbabilities": plain(policy.log_probabilities(x, actions)),
        "ppo": ppo(gaussian, theta, actions, old),
        "a2c": a2c(gaussian, theta, actions),
        "trpo": trpo(gaussian, theta, actions),
        "shared": shared(gaussian, theta, actions),
    }


def orthogonal():
    found = []
    for rows, columns, gain in ((4, 3, math.sqrt(2)), (3, 5, math.sqrt(2)), (4, 4, 1.0), (1, 4, 0.01)):
        normals = grid(rows, columns)
        weights = torch.empty(rows, columns)
        real, weights_normal = torch.Tensor.normal_, lambda self, *_: self.copy_(normals)
        torch.Tensor.normal_ = weights_normal  # PyTorch's own procedure, of the normals that are written down
        nn.init.orthogonal_(weights, gain)
        torch.Tensor.normal_ = real
        gram = weights @ weights.T if rows < columns else weights.T @ weights
        found.append(
            {"rows": rows, "columns": columns, "gain": gain, "normals": plain(normals), "weights": plain(weights), "gram": plain(gram)}
        )
    return found


def normalizers():
    import gymnasium
    from stable_baselines3.common.vec_env import VecNormalize
    from stable_baselines3.common.vec_env.base_vec_env import VecEnv

    numbers = np.round(128 * (0.5 + draws.standard_normal(10))) / 128
    ends = [0, 0, 1, 0, 0, 2, 0, 0, 1, 0]
    gamma = 0.9

    class Script(gymnasium.Env):
        """Number i + 1 is the observation and the reward of step i; number 0 that of the reset."""

        observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (1,), np.float64)
        action_space = gymnasium.spaces.Discrete(1)

        def __init__(self, first):
            self.i = first

        def reset(self, **_):
            return np.array([numbers[0]]), {}

        def step(self, _):
            i, self.i = self.i, self.i + 1
            return np.array([numbers[i]]), numbers[i], ends[i] == 1, ends[i] == 2, {}

    def gymnasium_observations():
        env = gymnasium.wrappers.NormalizeObservation(Script(1))
        return [env.reset()[0][0]] + [env.step(0)[0][0] for _ in range(9)]

    def gymnasium_rewards():
        env = gymnasium.wrappers.NormalizeReward(Script(0), gamma=gamma)
        env.reset()
        return [env.step(0)[1] for _ in range(10)]

    class Scripts(VecEnv):
        """Rows of `lanes` numbers, as the observations and rewards of one step."""

        def __init__(self, lanes, first):
            super().__init__(lanes, Script.observation_space, Script.action_space)
            self.rows, self.row_ends, self.i = numbers.reshape(-1, lanes), np.reshape(ends, (-1, lanes)), first

        def reset(self):
            return self.rows[0][:, None].copy()

        def step_async(self, actions):
            pass

        def step_wait(self):
            i, self.i = self.i, self.i + 1
            done = self.row_ends[i] > 0
            infos = [{"terminal_observation": self.rows[i][:1]} if d else {} for d in done]
            return self.rows[i][:, None].copy(), self.rows[i].copy(), done, infos

        def close(self):
            pass

        def get_attr(self, *_):
            return [None] * self.num_envs

        env_is_wrapped = env_method = set_attr = lambda *_, **__: None

    def sb3(lanes, of, clip=1e9):
        rewards = of == "rewards"
        env = VecNormalize(
            Scripts(lanes, 0 if rewards else 1), norm_obs=not rewards, norm_reward=rewards, clip_obs=clip, clip_reward=clip, gamma=gamma
        )
        first = env.reset()
        if rewards:
            return [r for _ in range(10 // lanes) for r in env.step(None)[1]]
        return [*first[:, 0]] + [o for _ in range(10 // lanes - 1) for o in env.step(None)[0][:, 0]]

    def running(values):
        """Mean and deviation after each of them: a sample's, |mean| for the first one."""
        return [(np.mean(values[: n + 1]), np.std(values[: n + 1], ddof=1) if n > 0 else abs(values[0])) for n in range(len(values))]

    returned, total = [], 0.0
    for number, end in zip(numbers, ends):
        total = gamma * total + number
        returned.append(total)
        if end:
            total = 0.0
    im = [(number - mean) / (deviation + 1e-8) for number, (mean, deviation) in zip(numbers, running(numbers))]
    return {
        "numbers": plain(numbers),
        "ends": ends,
        "observations": {
            "gymnasium": plain(np.array(gymnasium_observations())),
            "sb3": plain(np.array(sb3(1, "observations"))),
            "im": plain(np.array(im)),
            "lanes": plain(np.array(sb3(2, "observations"))),
            "clipped": plain(np.array(sb3(1, "observations", 1.0))),
        },
        "rewards": {
            "gymnasium": plain(np.array(gymnasium_rewards())),
            "sb3": plain(np.array(sb3(1, "rewards"))),
            "imReturns": [number / (deviation + 1e-8) for number, (_, deviation) in zip(numbers, running(returned))],
            "imRewards": [z + mean for z, (mean, _) in zip(im, running(numbers))],
            "lanes": plain(np.array(sb3(2, "rewards"))),
            "clipped": plain(np.array(sb3(1, "rewards", 1.0))),
        },
    }


deviations = {"sample": advantages.std() + 1e-8, "population": advantages.std(unbiased=False) + 1e-8, "bare": advantages.std(unbiased=False)}
golden = {
    "inputs": {
        "observations": plain(x),
        "advantages": plain(advantages),
        "oldValues": plain(old_values),
        "returns": plain(returns),
        "value": plain(value_theta),
        "values": plain(value_network()(x)),
    },
    "gaussian": agent(True),
    "softmax": agent(False),
    "orthogonal": orthogonal(),
    "advantages": {name: plain((advantages - advantages.mean()) / deviation) for name, deviation in deviations.items()},
    "normalizers": normalizers(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "deep.json"), "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
