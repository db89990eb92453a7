"""PPO of stable-baselines3 on CartPole-v1, four environments side by side, 128 steps each, on one thread, with CleanRL's settings."""

import numpy as np
import stable_baselines3
import torch
from rounds import blas, serve
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env

LANES, STEPS = 4, 128
torch.set_num_threads(1)
model = PPO(
    "MlpPolicy",
    make_vec_env("CartPole-v1", n_envs=LANES, seed=0),
    learning_rate=2.5e-4,
    n_steps=STEPS,
    batch_size=LANES * STEPS // 4,
    n_epochs=4,
    clip_range_vf=0.2,
    ent_coef=0.01,
    device="cpu",
    seed=0,
)


def batches(count):
    model.learn(count * LANES * STEPS, log_interval=None, reset_num_timesteps=False)
    check = sum(float(each.detach().square().sum()) for each in model.policy.parameters())
    return count * LANES * STEPS, count * LANES, check


serve(
    f"stable-baselines3 {stable_baselines3.__version__}, PyTorch {torch.__version__}, NumPy {np.__version__}, {blas()}",
    batches,
)
