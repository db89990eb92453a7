"""The policy of the CartPole problem as a module of PyTorch, from θ in a file: W [out, in], b [out] of each layer."""

import numpy as np
import torch

SIZES = [4, 64, 64, 2]


def perceptron(path):
    theta = torch.from_numpy(np.fromfile(path)).float()
    layers = []
    first = 0
    for inputs, outputs in zip(SIZES, SIZES[1:]):
        linear = torch.nn.Linear(inputs, outputs)
        with torch.no_grad():
            linear.weight.copy_(theta[first : first + inputs * outputs].reshape(outputs, inputs))
            first += inputs * outputs
            linear.bias.copy_(theta[first : first + outputs])
            first += outputs
        layers += [linear, torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])
