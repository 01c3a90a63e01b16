"""Twenty layers, and fifty: the same convolutions with and without a way around them. About 20 seconds.

Four kinds of block. The first three are given, the last is your ResidualBlock; the normalisation is yours in both.
"""

import torch
from deep import Normalised, Plain, Shortcut, deep
from fitting import fit
from residual_block import ResidualBlock

from tutor import live
from tutor.datasets import images

BLOCKS = {"plain": Plain, "normed": Normalised, "shortcut": Shortcut, "residual": ResidualBlock}
EPOCHS = 6

seed = live.seed()
device = live.device()
data = images.load(colour=True).to(device)
share = {}
for layers in (20, 50):
    for name, block in BLOCKS.items():
        live.stage(f"{name} {layers}", of=2 * len(BLOCKS))
        torch.manual_seed(seed)
        model = deep(block, layers, colours=data.train_x.shape[1]).to(device)
        share[name, layers] = fit(model, data, EPOCHS, seed=seed)

lines = [f"{name:12}{share[name, 20]:>12.3f}{share[name, 50]:>12.3f}" for name in BLOCKS]
live.text("Test pictures read right", "\n".join([f"{'':12}{'20 layers':>12}{'50 layers':>12}", *lines]))
live.result(
    residual_20=share["residual", 20],
    residual_50=share["residual", 50],
    gain_20=share["residual", 20] - share["plain", 20],
    gain_50=share["residual", 50] - share["normed", 50],
    plain_20=share["plain", 20],
    plain_50=share["plain", 50],
    normed_20=share["normed", 20],
    normed_50=share["normed", 50],
    shortcut_20=share["shortcut", 20],
    shortcut_50=share["shortcut", 50],
)
