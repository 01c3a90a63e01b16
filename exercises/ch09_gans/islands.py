"""Eight islands on a circle: data that can be seen whole, and counted."""

import math

import torch
from torch import Tensor, nn

from tutor import live

_angles = torch.arange(8) * math.pi / 4
CENTRES = 2 * torch.stack([_angles.cos(), _angles.sin()], dim=1)  # (8, 2), on a circle of radius 2
SPREAD = 0.05  # the standard deviation of an island


def real(count: int) -> Tensor:
    """(count, 2): points, each from an island drawn by chance."""
    return CENTRES[torch.randint(8, (count,))] + SPREAD * torch.randn(count, 2)


def network(outputs: int) -> nn.Sequential:
    """(B, 2) -> (B, outputs), two hidden layers of 64."""
    return nn.Sequential(
        nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, outputs)
    )  # fmt: skip


def landed(points: Tensor) -> Tensor:
    """(8,): how many of the points lie on each island, at most five standard deviations from its centre."""
    far, island = torch.cdist(points, CENTRES).min(dim=1)  # (N,), (N,)
    return torch.bincount(island[far < 5 * SPREAD], minlength=8)


def draw(title: str, made_up: Tensor, caption: str) -> None:
    """Real and made-up points in one chart."""
    points = torch.cat([real(200), made_up])
    kind = [0] * 200 + [1] * len(made_up)
    live.scatter(title, points, kind, names=["real", "made up"], x=(-3, 3), y=(-3, 3), caption=caption)
