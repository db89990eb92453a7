"""Answers trueslope's questions about functions of a Python file.

    python3 client.py my_loss.py

Frames in the format of safetensors come on file descriptor 3 and go back on 4. Needs NumPy; PyTorch only for losses.
"""

import difflib
import importlib.util
import json
import os
import random
import sys
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode  # nothing is written into the package
from trueslope_channel import end_with_parent, receive, send

sys.dont_write_bytecode = kept

try:
    import numpy as np
except ModuleNotFoundError:
    sys.exit(f"This Python ({sys.executable}) has no NumPy, which is needed: name another with --python, or install it there.")

PROTOCOL = "1"
DTYPES = {"F64": np.float64, "F32": np.float32, "I32": np.int32, "U8": np.uint8}


def read_frame():
    header = json.loads(receive(int.from_bytes(receive(8), "little")))
    meta = header.pop("__metadata__", {})
    return meta, arrays_of(header, receive(max((entry["data_offsets"][1] for entry in header.values()), default=0)))


def arrays_of(header, data):
    """The arrays by their names, as views of the data."""
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if not name.startswith("_"):
            array = np.frombuffer(data, DTYPES[entry["dtype"]], (end - begin) // np.dtype(DTYPES[entry["dtype"]]).itemsize, begin)
            arrays[name] = array.reshape(entry["shape"])
    return arrays


def frame_of(meta, arrays):
    header, parts, end = {"__metadata__": meta}, [], 0
    for name, array in arrays.items():
        part = np.ascontiguousarray(array, np.float64).tobytes()
        header[name] = {"dtype": "F64", "shape": list(array.shape), "data_offsets": [end, end + len(part)]}
        parts.append(part)
        end += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(parts)


def table_logs(theta, states, actions):
    """log π(a|s) of a softmax over a table of logits."""
    logits = theta[states]
    shifted = logits - logits.max(1, keepdims=True)
    return shifted[np.arange(len(states)), actions] - np.log(np.exp(shifted).sum(1))


class Layout:
    """Arrays of the same steps under the names of `Batch`, in another shape."""

    def __getattr__(self, name):
        if name in ("values", "last_values", "next_values"):
            raise AttributeError(f"there are no {name}: the study names no critic of this estimator")
        names = [each for each in vars(self) if not each.startswith("_")]
        like = difflib.get_close_matches(name, names, 1)
        hint = f"did you mean {like[0]}?" if like else f"there are {', '.join(sorted(names))}"
        raise AttributeError(f"there is no {name} here; {hint}")


class Batch(Layout):
    """Trajectories, one after the other. Shapes: n trajectories, `steps` steps in all; time t counts from each start.

    rewards, values, actions, observations, log_probabilities, times, trajectory, ends    [steps]
    offsets                            first step of each trajectory, and the end         [n + 1]
    lengths, terminated, truncated, last_values, last_observations                        [n]
    theta                              logits of a table [states, actions]; of another policy all parameters [P]
    discount, horizon, group_size, seed

    values are V of a critic that is not judged; last_values those after the last step of each trajectory: where it
    `terminated`, nothing follows. `padded` has [n, longest] and a mask, `buffer` has [T, N]: N rows of trajectories one after
    the other.
    """

    def __init__(self, meta, arrays, convert):
        self._convert = convert
        self._arrays = arrays
        offsets = arrays["offsets"].astype(np.int64)
        lengths = np.diff(offsets)
        steps = int(offsets[-1])
        trajectory = np.repeat(np.arange(len(lengths)), lengths)
        times = np.arange(steps) - offsets[trajectory]
        actions, observations, last_observations = arrays["actions"], arrays.get("observations"), arrays.get("last_observations")
        if observations is None:
            observations, last_observations = arrays["states"].astype(np.int64), arrays["last_states"].astype(np.int64)
        self.policy = json.loads(meta["policy"]) if "policy" in meta else {"kind": "softmax"}
        if "size" not in self.policy.get("action", {}):
            actions = actions.astype(np.int64)
        terminated = arrays["terminated"].astype(bool)
        self._steps = {
            "rewards": arrays["rewards"],
            "actions": actions,
            "observations": observations,
            "log_probabilities": arrays["log_probabilities"] if "log_probabilities" in arrays else table_logs(arrays["theta"], observations, actions),
            "times": times,
            "trajectory": trajectory,
        }
        if "values" in arrays:
            self._steps["values"] = arrays["values"]
        self._lengths, self._offsets, self._terminated = lengths, offsets, terminated
        self.discount, self.horizon = float(meta["discount"]), int(meta["horizon"])
        self.group_size, self.seed = int(meta["group_size"]), int(meta["seed"])
        self._padding = int(meta["padding_state"]) if "padding_state" in meta else None
        for name, array in self._steps.items():
            setattr(self, name, convert(array.copy()))
        whole = {
            "offsets": offsets,
            "lengths": lengths,
            "terminated": terminated,
            "truncated": ~terminated,
            "last_observations": last_observations.copy(),
            "ends": np.isin(np.arange(steps), offsets[1:] - 1),
        }
        if "last_values" in arrays:
            whole["last_values"] = arrays["last_values"].copy()
        for name, array in whole.items():
            setattr(self, name, convert(array))
        self.theta = convert(arrays["theta"].copy())

    def _padded_index(self):
        times = np.arange(self._lengths.max())
        mask = times < self._lengths[:, None]
        return np.where(mask, self._offsets[:-1, None] + times, 0), mask

    @property
    def padded(self):
        """[n, longest]; `mask` is True where there is a step. Padding has its own state, action 0, reward and value 0."""
        index, mask = self._padded_index()
        made = Layout()
        for name, array in self._steps.items():
            padding = self._padding or 0 if name == "observations" else 0
            shown = mask.reshape(mask.shape + (1,) * (array.ndim - 1))
            setattr(made, name, self._convert(np.where(shown, array[index], padding)))
        made.mask = self._convert(mask)
        return made

    def _buffer_index(self):
        lengths = [int(each) for each in self._lengths]
        for rows in range(2, len(lengths)):
            if sum(lengths) % rows == 0:
                packed = pack(lengths, [[] for _ in range(rows)], sum(lengths) // rows, 0)
                if packed:
                    flat = [np.concatenate([np.arange(self._offsets[i], self._offsets[i + 1]) for i in row]) for row in packed]
                    return np.stack(flat, 1)
        raise ValueError("batch.buffer: the trajectories of this batch fill no rectangle")

    @property
    def buffer(self):
        """[T, N]; `terminated` and `truncated` say how a step ended; `dones[t]` is 1.0 where the step before it did either, else 0.0.

        `last_values` are V after a step that ended a trajectory, 0 elsewhere; `next_done` and `next_values` [N] belong to what
        comes after the last step.
        """
        index = self._buffer_index()
        made = Layout()
        for name, array in self._steps.items():
            setattr(made, name, self._convert(array[index]))
        owner = self._steps["trajectory"][index]
        ends = index == self._offsets[1:][owner] - 1
        terminated = self._terminated[owner]
        last = np.where(ends, self._arrays["last_values"][owner], 0.0) if "last_values" in self._arrays else None
        dones = np.concatenate([np.ones_like(ends[:1]), ends[:-1]])
        for name, array in {
            "terminated": ends & terminated,
            "truncated": ends & ~terminated,
            "dones": dones.astype(np.float64),
            "next_done": ends[-1].astype(np.float64),
            "next_values": last if last is None else last[-1],
            "last_values": last,
        }.items():
            if array is not None:
                setattr(made, name, self._convert(array))
        return made

    def score(self, weights):
        """The sum over all steps of weight times the gradient of log π, as an array like theta."""
        theta, states, actions = self._arrays["theta"], self._steps["observations"], self._steps["actions"]
        if theta.ndim != 2:
            raise TypeError(f"batch.score is for tables of logits; the policy is {self.policy['kind']}")
        logits = theta[states]
        probabilities = np.exp(logits - logits.max(1, keepdims=True))
        probabilities /= probabilities.sum(1, keepdims=True)
        scores = -probabilities
        scores[np.arange(len(states)), actions] += 1
        total = np.zeros_like(theta)
        np.add.at(total, states, scores * np.asarray(weights)[:, None])
        return total

    def _flat(self, answer):
        """An answer in any of the layouts as [steps]."""
        answer = np.asarray(answer.detach() if hasattr(answer, "detach") else answer, np.float64)
        steps = len(self._steps["rewards"])
        if answer.shape in ((steps,), (steps, 1)):
            return answer.reshape(steps)
        index, mask = self._padded_index()
        if answer.shape == mask.shape:
            return answer[mask]
        try:
            index = self._buffer_index()
        except ValueError:
            index = None
        if index is not None and answer.shape == index.shape:
            flat = np.empty(steps)
            flat[index] = answer
            return flat
        raise ValueError(f"advantages has the shape {answer.shape}; the batch has {steps} steps, padded {mask.shape}")


class Answers(Layout):
    """Answers to prompts, as a loss of a language model takes them. Shapes: n answers, L tokens of the longest.

    tokens, mask, old_log_probs, ref_log_probs         [n, L]; mask is 1 where there is a token, and 0 behind the last one
    rewards, lengths, ended, prompts                   [n]; `ended` by the end token, else cut off at max_length
    ref_logits                                         [n, L, vocabulary]
    end_token, max_length, group_size, seed

    Answers i with one i // group_size are to one prompt. old_log_probs are of the policy that gave the answers, which is the one
    that is asked; ref_log_probs of a reference, for a KL penalty. Padding is end tokens, and has logits of its own.
    """

    def __init__(self, meta, arrays, steps):
        import torch

        padded = steps.padded
        self.mask = padded.mask.to(torch.float64)
        self.end_token, self.max_length = arrays["theta"].shape[1] - 1, steps.horizon
        self.tokens = torch.where(padded.mask, padded.actions, self.end_token)
        self.rewards = (padded.rewards * self.mask).sum(1)
        self.lengths, self.ended = steps.lengths, steps.terminated
        self.group_size, self.seed = steps.group_size, steps.seed
        self.prompts = torch.arange(len(self.lengths)) // self.group_size
        self._states = padded.observations

        def log_probs(logits):
            return logits.log_softmax(-1).gather(-1, self.tokens[..., None])[..., 0]

        self.old_log_probs = log_probs(steps.theta[self._states])
        self.ref_logits = torch.from_numpy(arrays.get("reference", arrays["theta"]).copy())[self._states]
        self.ref_log_probs = log_probs(self.ref_logits)


def token_policy(answers, theta):
    """The policy of the answers: logits [n, L, vocabulary], log_prob and entropy [n, L], also of padding."""
    import torch

    class Policy(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.theta = torch.nn.Parameter(theta.clone())

        def logits(self):
            return self.theta[answers._states]

        def log_prob(self):
            return self.logits().log_softmax(-1).gather(-1, answers.tokens[..., None])[..., 0]

        def entropy(self):
            logs = self.logits().log_softmax(-1)
            return -(logs.exp() * logs).sum(-1)

    return Policy()


def pack(lengths, rows, size, i):
    """Each trajectory into the first row where all find room."""
    if i == len(lengths):
        return rows
    tried = set()
    for row in rows:
        used = sum(lengths[j] for j in row)
        if used + lengths[i] <= size and used not in tried:
            tried.add(used)
            row.append(i)
            if pack(lengths, rows, size, i + 1):
                return rows
            row.pop()
    return None


def torch_policy(batch):
    """The policy of the batch as a PyTorch module, whose one parameter is θ."""
    import torch

    normal = "size" in batch.policy.get("action", {})
    table = batch.theta.ndim == 2
    hidden = (batch.policy.get("hidden") or {}).get("widths", [])
    activate = torch.relu if (batch.policy.get("hidden") or {}).get("activation") == "relu" else torch.tanh

    class Policy(torch.nn.Module):
        """`policy(observations)` are logits, or means of Gaussian actions; log_prob and entropy are of the batch's steps."""

        def __init__(self):
            super().__init__()
            self.theta = torch.nn.Parameter(batch.theta.clone())

        def forward(self, observations):
            if table:
                return self.theta[observations]
            outputs = batch.policy["action"]["size" if normal else "count"]
            sizes = [batch.policy["observations"], *hidden, outputs]
            rows, used = observations, 0
            for layer, (inner, outer) in enumerate(zip(sizes, sizes[1:])):
                weights = self.theta[used : used + inner * outer].reshape(outer, inner)
                used += inner * outer
                biases = self.theta[used : used + outer]
                used += outer
                rows = rows @ weights.T + biases
                if layer < len(hidden):
                    rows = activate(rows)
            return rows

        def _distribution(self, layout):
            at = {"flat": lambda: batch, "padded": lambda: batch.padded, "buffer": lambda: batch.buffer}[layout]()
            outputs = self(at.observations)
            if not normal:
                return torch.distributions.Categorical(logits=outputs), at
            deviations = self.theta[-outputs.shape[-1] :].exp()
            return torch.distributions.Independent(torch.distributions.Normal(outputs, deviations), 1), at

        def _masked(self, values, at):
            return values if batch._padding is not None or not hasattr(at, "mask") else values * at.mask

        def log_prob(self, layout="flat"):
            distribution, at = self._distribution(layout)
            return self._masked(distribution.log_prob(at.actions), at)

        def entropy(self, layout="flat"):
            distribution, at = self._distribution(layout)
            return self._masked(distribution.entropy(), at)

    return Policy()


LOG_TOLERANCE = 1e-4  # of networks in single precision


def known_policy(batch):
    """The policy as a module. It must give the probabilities that came with the batch, or θ is not what it is taken for."""
    policy = torch_policy(batch)
    if "log_probabilities" in batch._arrays:
        try:
            apart = float((policy.log_prob() - batch.log_probabilities).abs().max())
        except (KeyError, RuntimeError):
            apart = float("nan")
        if not apart < LOG_TOLERANCE:
            raise TypeError(
                f"this client has no PyTorch module of the policy {batch.policy['kind']} with these options: "
                "define gradient(batch) or advantages(batch) in place of loss"
            )
    return policy


def call_loss(function, meta, arrays):
    name = meta["entry"]
    try:
        import torch
    except ModuleNotFoundError:
        raise RuntimeError(f"{name} needs PyTorch, which this Python does not have: name another with --python") from None
    torch.set_num_threads(1)
    torch.manual_seed(int(meta["seed"]))
    batch = Batch(meta, arrays, torch.from_numpy)
    if name == "token_loss":
        theta, batch = batch.theta, Answers(meta, arrays, batch)
        policy = token_policy(batch, theta)
    else:
        policy = known_policy(batch)
    loss = function(batch, policy)
    if not isinstance(loss, torch.Tensor) or loss.numel() != 1:
        got = f"a tensor of shape {tuple(loss.shape)}" if isinstance(loss, torch.Tensor) else type(loss).__name__
        raise TypeError(f"{name} must return a scalar tensor; got {got}")
    gradient = None
    if loss.requires_grad:
        (gradient,) = torch.autograd.grad(loss.reshape(()), [policy.theta], allow_unused=True)
    if gradient is None:
        raise ValueError(f"{name} does not depend on the policy: is policy.log_prob() in it, and not detached?")
    return {"gradient": -gradient.numpy(), "loss": loss.detach().reshape(1).numpy()}


def ask(module, meta, arrays):
    entry = meta["entry"]
    seed = int(meta["seed"])
    random.seed(seed)
    np.random.seed(seed)
    function = getattr(module, entry)
    if entry in ("loss", "token_loss"):
        return call_loss(function, meta, arrays)
    batch = Batch(meta, arrays, lambda array: array)
    answer = function(batch)
    if entry == "advantages":
        return {"weights": batch._flat(answer)}
    answer = np.asarray(answer.detach() if hasattr(answer, "detach") else answer, np.float64)
    each = (len(arrays["terminated"]), arrays["theta"].size)
    if meta["call"] == "estimate" and answer.ndim > 1 and answer.shape[0] == each[0] and answer.size == each[0] * each[1]:
        if answer.size != each[1]:
            return {"gradients": answer.reshape(each)}
    if answer.size != arrays["theta"].size:
        raise ValueError(f"gradient has {answer.size} numbers; theta has {arrays['theta'].size}")
    return {"gradient": answer.reshape(arrays["theta"].shape)}


def load(path):
    spec = importlib.util.spec_from_file_location("audited", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for it there
    spec.loader.exec_module(module)
    return module


def where(error, path):
    """The last line of the audited file that an error came through; and of a module that is missing, where."""
    if isinstance(error, ModuleNotFoundError):
        return f" in {sys.executable}: install it there, or name another Python"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if os.path.abspath(frame.filename) == path]
    return f" (line {lines[-1]})" if lines else ""


def main():
    end_with_parent()
    path = os.path.abspath(sys.argv[1])
    sys.path.insert(0, os.path.dirname(path))
    sys.argv = sys.argv[1:]  # as though the file were run, for one that reads its options
    module = None
    while True:
        meta, arrays = read_frame()
        try:
            if meta["protocol"] != PROTOCOL:
                raise ValueError(f"protocol {meta['protocol']} is asked for; this client speaks {PROTOCOL}")
            if module is None or meta["call"] == "restart":
                module = load(path)
            if meta["call"] in ("ask", "estimate"):
                answer, told = ask(module, meta, arrays), {}
            else:
                names = [name for name in ("loss", "gradient", "advantages", "token_loss") if callable(getattr(module, name, None))]
                answer, told = {}, {"protocol": PROTOCOL, "functions": ",".join(names)}
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # of code that is not ours
            traceback.print_exc()
            answer, told = {}, {"error": f"{type(error).__name__}: {error}{where(error, path)}"}
        sys.stdout.flush()
        send(frame_of(told, answer))


if __name__ == "__main__":
    main()
