"""stable-baselines3 | PPO, the same without normalize_advantage"""

from sb3 import gradient_of
from stable_baselines3 import PPO


def gradient(batch):
    return gradient_of(PPO, batch, n_epochs=1, batch_size=len(batch.rewards), normalize_advantage=False)
