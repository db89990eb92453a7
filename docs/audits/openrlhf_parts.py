"""OpenRLHF's advantages and policy loss, of which neither deepspeed, ray, flash-attn nor a GPU is needed."""

import importlib
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

import openrlhf
import torch

if not hasattr(torch, "compile"):  # of PyTorch 2; what it decorates there is not called here
    torch.compile = lambda function: function

root = Path(openrlhf.__file__).parent
for name in ("models", "trainer", "trainer.ppo_utils", "utils"):  # without their __init__, which imports everything
    package = ModuleType(f"openrlhf.{name}")
    package.__path__ = [str(root.joinpath(*name.split(".")))]
    sys.modules[package.__name__] = package
for name in ("deepspeed", "ray", "transformers", "openrlhf.trainer.ray", "openrlhf.trainer.ray.launcher"):
    sys.modules.setdefault(name, MagicMock())

PolicyLoss = importlib.import_module("openrlhf.models.loss").PolicyLoss
Maker = importlib.import_module("openrlhf.trainer.ppo_utils.experience_maker").RemoteExperienceMaker


class Sections(SimpleNamespace):
    """Options by sections; None where nothing is said."""

    def __getattr__(self, _):
        return None


def loss_of(batch, policy, advantages):
    p = batch.padded
    return PolicyLoss()(policy.log_prob("padded"), p.log_probabilities, advantages, p.mask.to(torch.float64))[0]


def advantages_of(batch, estimator):
    """Of answers that are trajectories, with one reward each."""
    p, n = batch.padded, len(batch.lengths)
    mask = p.mask.to(torch.float64)
    experience = Sections(
        index=list(range(n)),
        rewards=p.rewards.sum(1),  # of an answer, paid at its end
        kl=torch.zeros_like(mask),
        action_mask=mask,
        info={},
    )
    arguments = Sections(
        algo=Sections(advantage=Sections(estimator=estimator, gamma=1.0)),
        rollout=Sections(n_samples_per_prompt=batch.group_size),
        reward=Sections(),
    )
    maker = Maker.__new__(Maker)
    maker.args, maker.strategy = arguments, Sections(args=arguments)
    maker.advantage_estimator, maker.kl_ctl = estimator, Sections(value=0.0)
    maker.compute_advantages_and_returns([experience])
    return experience.advantages
