"""Builds the networks of an exported policy in PyTorch, and gives log π, values and modes for some observations.

python3 policy_torch.py policy.safetensors policy.json < observations.json
"""

import json
import struct
import sys

import torch

torch.set_num_threads(1)

with open(sys.argv[1], "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = bytearray(file.read())
told = json.load(open(sys.argv[2]))
assert json.loads(header.pop("__metadata__")["trueslope"]) == told


def tensor(name):
    entry = header[name]
    assert entry["dtype"] == "F64" and entry["shape"] == told["tensors"][name]
    begin, end = entry["data_offsets"]
    return torch.frombuffer(data[begin:end], dtype=torch.float64).reshape(entry["shape"])


def network(prefix, layers, activation):
    modules = []
    for inputs, outputs in zip(layers, layers[1:]):
        modules += [torch.nn.Linear(inputs, outputs), {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[activation]()]
    made = torch.nn.Sequential(*modules[:-1]).double()
    names = [name for name in header if name.startswith(prefix + ".") and name.split(".")[1].isdigit()]
    made.load_state_dict({name[len(prefix) + 1 :]: tensor(name) for name in names})
    return made


given = json.load(sys.stdin)
inputs = torch.tensor(given["observations"], dtype=torch.float64)
actions = torch.tensor(given["actions"], dtype=torch.float64)
if told["observations"] is not None:
    inputs = (inputs - tensor("observations.mean")) / tensor("observations.deviation")
    if told["observations"]["clip"] is not None:
        inputs = inputs.clamp(-told["observations"]["clip"], told["observations"]["clip"])
with torch.no_grad():
    outputs = network("policy", told["layers"], told["policy"]["activation"])(inputs)
    if told["output"] == "logits":
        chosen = torch.distributions.Categorical(logits=outputs).log_prob(actions[:, 0])
    else:
        if told["output"] == "means":
            means, deviation = outputs, tensor("policy.log_std").exp()
        else:
            means, deviation = outputs.chunk(2, 1)
            deviation = deviation.clamp(-20, 2).exp()
        distribution = torch.distributions.Normal(means, deviation)
        if told["policy"].get("squash"):
            low, high = (torch.tensor(told["action"]["limits"][side], dtype=torch.float64) for side in ("low", "high"))
            ways = torch.distributions.transforms
            scale = ways.AffineTransform((low + high) / 2, (high - low) / 2)
            distribution = torch.distributions.TransformedDistribution(distribution, [ways.TanhTransform(), scale])
        chosen = distribution.log_prob(actions).sum(1)
    answer = {"outputs": outputs.tolist(), "logProbabilities": chosen.tolist()}
    if told["value"] is not None:
        values = network("value", told["value"]["layers"], told["value"]["activation"])(inputs)
        answer["values"] = values[:, 0].tolist()
print(json.dumps(answer))
