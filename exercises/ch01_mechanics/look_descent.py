"""Downhill on f(x) = (x - 2)², by hand, with three learning rates."""

import torch
from pictures import curve
from torch import Tensor

from tutor import live


def f(x: Tensor) -> Tensor:
    return (x - 2) ** 2


for lr, says in [(0.02, "creeps"), (0.3, "arrives"), (1.04, "is thrown back and forth, ever further")]:
    x = torch.tensor(4.0)
    walk = [x]
    for _ in range(8):
        slope = 2 * (x - 2)  # the derivative of (x - 2)², worked out on paper
        x = x - lr * slope
        walk.append(x)
    points = torch.stack(walk)  # (9,)
    live.picture(f"Learning rate {lr}: it {says}", curve(f, points, low=-1.0, high=5.0, top=9.0), colour=True)
    live.text("x after each step", "  ".join(f"{float(point):.3f}" for point in points))
