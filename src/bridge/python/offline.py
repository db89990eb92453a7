"""Asks a function of a Python file about batches that trueslope wrote, and writes what it answers.

    python3 offline.py my_loss.py batches.safetensors gradients.safetensors

The function is the first of loss, gradient and advantages that the file defines. Needs NumPy; PyTorch only for `loss`.
"""

import json
import os
import sys

sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode  # nothing is written into the package
from client import arrays_of, ask, frame_of, load, where

sys.dont_write_bytecode = kept

import numpy as np


def batches_in(path):
    """The metadata of a file of batches, and of each batch its own and its arrays."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    shared = header.pop("__metadata__")
    told = json.loads(shared["batches"])
    headers = [{} for _ in told]
    for name, entry in header.items():
        i, _, array = name.partition(".")
        if array:
            headers[int(i)][array] = entry
    each = [({**shared, "seed": str(batch["seed"])}, arrays_of(own, data)) for batch, own in zip(told, headers)]
    return shared, each


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    path, batches, output = sys.argv[1:]
    path = os.path.abspath(path)
    sys.path.insert(0, os.path.dirname(path))
    module = load(path)
    entry = next((name for name in ("loss", "gradient", "advantages") if callable(getattr(module, name, None))), None)
    if entry is None:
        sys.exit(f"{path} does not define loss(…), gradient(…) or advantages(…)")
    shared, each = batches_in(batches)
    answers = []
    for i, (meta, arrays) in enumerate(each):
        try:
            answers.append(ask(module, {**meta, "call": "offline", "entry": entry}, arrays))
        except Exception as error:  # of code that is not ours
            sys.exit(f"{path}: batch {i}: {type(error).__name__}: {error}{where(error, path)}")
    if entry == "advantages":
        named = {"advantages": np.concatenate([answer["weights"] for answer in answers])}
    else:
        named = {"gradients": np.stack([answer["gradient"] for answer in answers])}
    with open(output, "wb") as file:
        file.write(frame_of(shared, named))
    print(f"{output}: {entry}(…) of {len(answers)} batches")


main()
