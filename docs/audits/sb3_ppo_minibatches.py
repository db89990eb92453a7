"""stable-baselines3 | PPO, one epoch, minibatches of 11, at one θ"""

from sb3 import gradient_of
from stable_baselines3 import PPO


def gradient(batch):
    return gradient_of(PPO, batch, n_epochs=1, batch_size=11)
