"""Two pictures in one, and the chance that says how much of each. About 3 seconds."""

import torch
from torch import Tensor
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

SHARES = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]
ALPHAS = [0.1, 0.2, 0.5, 1.0, 2.0, 8.0]
HEIGHT, BARS = 16, 25


def large(picture: Tensor) -> Tensor:
    """(1, 8, 8) -> (16, 16)."""
    return F.interpolate(picture[None], scale_factor=2, mode="bilinear", align_corners=False)[0, 0]


def histogram(draws: Tensor) -> Tensor:
    """White bars on black: how many of the draws fall into each 25th of the way from 0 to 1. (16, 50)."""
    counts = torch.histc(draws, BARS, 0.0, 1.0)
    heights = (counts / counts.max() * HEIGHT).round().long()  # (25,)
    rows = torch.arange(HEIGHT, 0, -1)[:, None]  # the uppermost is the highest
    bars = (rows <= heights).float()  # (16, 25)
    return bars.repeat_interleave(2, dim=1)


seed = live.seed()
data = digits.load()
first, second = (int((data.train_y == digit).nonzero()[0]) for digit in (3, 8))
three, eight = data.train_x[first], data.train_x[second]
live.slider(
    "From a 3 to an 8",
    [(f"lam {lam:.1f}", [large(p) for p in (three, lam * three + (1 - lam) * eight, eight)]) for lam in SHARES],
    labels=["3", "mixed", "8"],
    caption=[f"The target: {lam:.1f} for the 3, {1 - lam:.1f} for the 8." for lam in SHARES],
)

frames, captions = [], []
for alpha in ALPHAS:
    draws = torch.distributions.Beta(alpha, alpha).sample((100_000,))
    larger = torch.maximum(draws, 1 - draws)
    frames.append((f"alpha {alpha}", histogram(draws)))
    captions.append(
        f"Left 0, right 1. The larger part of a mixture is {larger.mean():.2f} on average; "
        f"in {100 * (larger > 0.95).float().mean():.0f} of 100 batches it is more than 0.95."
    )
live.slider("How often each lam is drawn", frames, caption=captions)
