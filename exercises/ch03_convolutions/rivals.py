"""The networks that a small CNN is held against. Each takes pictures (B, 1, 8, 8) and returns scores (B, 10)."""

from torch import nn


def linear() -> nn.Module:
    """One linear layer: 650 parameters."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 10))


def mlp() -> nn.Module:
    """Chapter 2's network, two hidden layers of 64: 8,970 parameters."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 10))


def without_pooling() -> nn.Module:
    """Sixteen filters, and a linear layer right behind them: 10,410 parameters."""
    return nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 8 * 8, 10))
