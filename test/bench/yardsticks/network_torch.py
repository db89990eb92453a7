"""Forward and backward pass of the CartPole policy alone. Arguments: rows, file of θ, file of rows (see network.ts)."""

import sys

import numpy as np
import torch
from perceptron import perceptron
from rounds import blas, serve

ROWS = int(sys.argv[1])
torch.set_num_threads(1)
network = perceptron(sys.argv[2])
table = np.fromfile(sys.argv[3]).reshape(-1, 6)[:ROWS]
seen = torch.from_numpy(table[:, :4].astype(np.float32))
action = torch.from_numpy(table[:, 4].astype(np.int64))
weight = torch.from_numpy(table[:, 5].astype(np.float32))


def batches(count):
    for _ in range(count):
        network.zero_grad(set_to_none=True)
        scores = torch.log_softmax(network(seen), dim=1).gather(1, action[:, None])[:, 0]
        (scores * weight).sum().backward()
    check = sum(float(each.grad.square().sum()) for each in network.parameters())
    return count * ROWS, count, check


serve(f"PyTorch {torch.__version__}, {blas()}", batches)
