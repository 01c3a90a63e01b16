"""Walks between two points: straight through, or round the ball."""

import torch
from torch import Tensor


def lerp(z0: Tensor, z1: Tensor, t: float) -> Tensor:
    """Straight from z0, where t is 0, to z1, where t is 1; any shape, both
    alike."""
    return (1 - t) * z0 + t * z1


def slerp(z0: Tensor, z1: Tensor, t: float) -> Tensor:
    """Round from z0 to z1, on the shorter arc between their directions
    (Shoemake 1985).

    sin((1 - t)Ω) / sin Ω · z0 + sin(tΩ) / sin Ω · z1, where Ω is the angle
    between z0 and z1, in radians, from 0 to π.

    Args:
        z0, z1: (..., D), both alike in shape and dtype, neither all zeros.
            Each pair of rows has an angle of its own; no two of them point
            in exactly opposite directions. Both are left as they are.
        t: 0 to 1.

    Returns:
        The shape and dtype of z0: z0 itself for t = 0, z1 for t = 1. A
        pair that points in the same direction, or so nearly that no angle
        can be told, goes the way of `lerp`; from two degrees on an angle
        can be told. Gradients reach z0 and z1 (whether they do for such a
        pair is left open).
    """
    cosine = torch.cosine_similarity(z0, z1, dim=-1).unsqueeze(-1)  # (..., 1)
    apart = cosine < 1 - 1e-6  # (..., 1): far enough to have an angle
    angle = torch.where(apart, cosine, 0.0).acos()  # (..., 1)
    round_ = ((1 - t) * angle).sin() / angle.sin() * z0 + (t * angle).sin() / angle.sin() * z1  # (..., D)
    return torch.where(apart, round_, lerp(z0, z1, t))


if __name__ == "__main__":
    z0, z1 = torch.tensor([3.0, 0.0]), torch.tensor([0.0, 3.0])
    print(lerp(z0, z1, 0.5), slerp(z0, z1, 0.5))
    print("expected: [1.5, 1.5], of length 2.12, and [2.1213, 2.1213], of length 3")
    print(slerp(z0, 2 * z0, 0.5))
    print("expected: [4.5, 0]: no angle, so straight on")
