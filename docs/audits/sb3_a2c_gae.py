"""stable-baselines3 | A2C, gae_lambda=0.95, normalize_advantage"""

from sb3 import gradient_of
from stable_baselines3 import A2C


def gradient(batch):
    return gradient_of(A2C, batch, gae_lambda=0.95, normalize_advantage=True)
