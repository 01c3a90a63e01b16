"""Deep networks for digits out of linear layers, in four kinds of block, and the loop that they learn with."""

from collections.abc import Callable

import torch
from re_zero import ReZero
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

from ch05_training.cosine_lr import cosine_lr

WIDTH = 64
RATE = 2e-3


class Residual(nn.Module):
    """What came in, and on top of it what the block makes of it."""

    def __init__(self, block: nn.Module) -> None:
        super().__init__()
        self.block = block

    def forward(self, x: Tensor) -> Tensor:
        return x + self.block(x)


def layer() -> nn.Module:
    """One linear layer and its ReLU."""
    return nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU())


def normed() -> nn.Module:
    """The same with a norm, in the order of chapter 6: norm, ReLU, layer."""
    return nn.Sequential(nn.BatchNorm1d(WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH))


BLOCKS: dict[str, Callable[[], nn.Module]] = {
    "plain": layer,
    "residual": lambda: Residual(layer()),
    "with norm": lambda: Residual(normed()),
    "ReZero": lambda: ReZero(layer()),
}


def deep(block: Callable[[], nn.Module], depth: int, seed: int) -> nn.Sequential:
    """Pictures (B, 1, 8, 8) to scores (B, 10), through `depth` blocks."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Flatten(), *(block() for _ in range(depth)), nn.Linear(WIDTH, 10))


def fit(
    model: nn.Sequential,
    data: digits.Digits,
    epochs: int,
    *,
    seed: int = 0,
    look: Callable[[nn.Sequential], None] | None = None,
) -> float:
    """Trains on batches of 64, with your cosine from 0.002 to 0, and calls `look(model)` after every epoch.

    Returns the share of test pictures that are read right in the end.
    """
    order = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    total = epochs * -(-len(data.train_y) // 64)
    step, share = 0, 0.0
    for _ in live.epochs(epochs):
        model.train()
        for rows in live.batches(torch.randperm(len(data.train_y), generator=order).split(64)):
            optimizer.param_groups[0]["lr"] = cosine_lr(step, RATE, total)
            loss = F.cross_entropy(model(data.train_x[rows]), data.train_y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            live.log(loss=loss.item())
        model.eval()
        with torch.no_grad():
            share = (model(data.test_x).argmax(dim=1) == data.test_y).float().mean().item()
        live.log(test_accuracy=share)
        if look is not None:
            look(model)
    return share
