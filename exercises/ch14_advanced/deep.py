"""Twenty layers, fifty layers: plain, residual, with a norm, and your ReZero. About 13 seconds.

All layers are torch's, 64 wide, with the same first weights; the rate follows your cosine of chapter 5.
"""

import torch
from layers import BLOCKS, deep, fit
from re_zero import ReZero
from torch import nn

from tutor import live
from tutor.datasets import images

EPOCHS = 10


def show(model: nn.Sequential) -> None:
    """The number a of each block, as a point."""
    numbers = [block.a.item() for block in model if isinstance(block, ReZero)]
    live.scatter(
        f"The {len(numbers)} numbers a, from the first block to the last",
        list(enumerate(numbers, start=1)),
        x=(0, len(numbers) + 1),
        y=(-0.25, 0.25),
        caption="All begin at 0. Below 0 a block takes away what its layer computes.",
    )


seed = live.seed()
device = live.device()
data = images.load().to(device)
share = {}
for depth in (20, 50):
    for name, block in BLOCKS.items():
        live.stage(f"{name} {depth}", of=2 * len(BLOCKS))
        model = deep(block, depth, seed).to(device)
        share[name, depth] = fit(model, data, EPOCHS, seed=seed, look=show if name == "ReZero" else None)

lines = [f"{name:12}{share[name, 20]:>12.3f}{share[name, 50]:>12.3f}" for name in BLOCKS]
live.text("Test pictures read right", "\n".join([f"{'':12}{'20 layers':>12}{'50 layers':>12}", *lines]))
live.result(
    rezero_20=share["ReZero", 20],
    rezero_50=share["ReZero", 50],
    gain_50=share["ReZero", 50] - share["residual", 50],
    plain_20=share["plain", 20],
    plain_50=share["plain", 50],
    residual_20=share["residual", 20],
    residual_50=share["residual", 50],
    normed_20=share["with norm", 20],
    normed_50=share["with norm", 50],
)
