"""stable-baselines3 | A2C, ent_coef=0.01"""

from sb3 import gradient_of
from stable_baselines3 import A2C


def gradient(batch):
    return gradient_of(A2C, batch, ent_coef=0.01)
