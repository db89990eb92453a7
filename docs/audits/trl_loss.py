"""The loss of TRL's trainers, on completions that are trajectories: tokens are actions, a prompt is a group."""

from collections import defaultdict
from types import SimpleNamespace

import torch
from trl import GRPOConfig, GRPOTrainer


def advantages(batch, scale, leave_out):
    """One per completion: its sum of rewards, less the mean of its group or of the others in it, divided by the deviation.

    In our own words: TRL makes them amid sampling, where nothing else can call it.
    """
    returns = torch.zeros(len(batch.lengths), dtype=batch.rewards.dtype).index_add(0, batch.trajectory, batch.rewards)
    groups = returns.reshape(-1, batch.group_size)
    centered = groups - groups.mean(1, keepdim=True)
    if leave_out:
        centered = centered * batch.group_size / (batch.group_size - 1)
    return (centered / (groups.std(1, keepdim=True) + 1e-4) if scale else centered).reshape(-1)


def loss_of(batch, policy, trainer=GRPOTrainer, configuration=GRPOConfig, scale=True, leave_out=False, **options):
    config = configuration(output_dir="unused", report_to=[], use_cpu=True, bf16=False, num_generations=batch.group_size,
                        per_device_train_batch_size=len(batch.lengths),
                        generation_batch_size=len(batch.lengths), max_completion_length=batch.horizon, **options)  # fmt: skip
    padded = batch.padded

    class Trainer(trainer):
        """Without a language model: log π is that of the policy."""

        def __init__(self):
            self.__dict__.update(vars(config))
            self.args, self.model = config, SimpleNamespace(training=True)
            self.epsilon_low, self.epsilon_high = config.epsilon, getattr(config, "epsilon_high", None) or config.epsilon
            self.current_gradient_accumulation_steps = 1
            self.off_policy_mask_threshold = None
            self.aux_loss_enabled = self._entropy_bonus_enabled = False
            self._metrics = {"train": defaultdict(list)}
            self.accelerator = SimpleNamespace(num_processes=1, gather=lambda each: each, reduce=lambda each, **_: each)

        def _get_per_token_logps_and_entropies(self, *_, **__):
            return policy.log_prob("padded"), policy.entropy("padded").detach(), None

    nothing = torch.zeros(len(batch.lengths), 0, dtype=torch.long)
    inputs = {
        "prompt_ids": nothing,
        "prompt_mask": nothing,
        "completion_ids": padded.actions,
        "completion_mask": padded.mask.to(torch.long),
        "advantages": advantages(batch, scale, leave_out),
        "old_logps": (policy.log_prob("padded") * padded.mask).sum(1).detach(),
        "num_items_in_batch": batch.lengths.sum(),
    }
    return Trainer()._compute_loss(None, inputs)
