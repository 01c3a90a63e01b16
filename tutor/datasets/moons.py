"""Two half circles that hold each other, with noise: the smallest task that no straight border solves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class Moons:
    """Points of two classes in a plane, as many of each.

    Attributes:
        train_x: (N, 2) float32.
        train_y: (N,) int64: 0 for the upper moon, 1 for the lower one.
        test_x: (M, 2) float32.
        test_y: (M,) int64.
    """

    train_x: torch.Tensor
    train_y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


def load(train: int = 200, test: int = 2000, *, noise: float = 0.25, seed: int = 0) -> Moons:
    """Fresh points to train on and others to test on; the same `seed` gives the same points.

    Test points are drawn by a generator of their own: another size of the training part leaves them as they are.
    """
    train_x, train_y = draw(train, noise, torch.Generator().manual_seed(2 * seed))
    test_x, test_y = draw(test, noise, torch.Generator().manual_seed(2 * seed + 1))
    return Moons(train_x, train_y, test_x, test_y)


def draw(count: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """`count` points (count, 2) in random order, and which moon each belongs to (count,).

    The moons are those of scikit-learn's `make_moons`: a half circle of radius 1 around (0, 0), open below, and one
    around (1, 0.5), open above. Along each the points stand at equal distances; then normal noise with standard
    deviation `noise` moves them.
    """
    upper, lower = torch.linspace(0, math.pi, count // 2), torch.linspace(0, math.pi, count - count // 2)
    x = torch.cat(
        [
            torch.stack([upper.cos(), upper.sin()], dim=1),
            torch.stack([1 - lower.cos(), 0.5 - lower.sin()], dim=1),
        ]
    )  # (count, 2)
    y = torch.cat([torch.zeros(len(upper), dtype=torch.int64), torch.ones(len(lower), dtype=torch.int64)])
    order = torch.randperm(count, generator=generator)
    return x[order] + noise * torch.randn(count, 2, generator=generator), y[order]
