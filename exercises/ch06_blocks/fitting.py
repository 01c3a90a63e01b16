"""The loop that the networks for digits learn with, and the count of right answers."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits


def fit(
    model: nn.Module,
    data: digits.Digits,
    epochs: int,
    *,
    seed: int = 0,
    rate: float = 3e-3,
    look: Callable[[], None] | None = None,
) -> float:
    """Trains on batches of 64 and returns the share of test pictures that are read right in the end.

    The learning rate begins at `rate` and falls to 0 along half a cosine, so that the end of a run is not a matter of
    luck. `look` is called after every epoch.
    """
    order = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * -(-len(data.train_x) // 64))
    share = 0.0
    for _ in live.epochs(epochs):
        model.train()
        for rows in live.batches(torch.randperm(len(data.train_x), generator=order).split(64)):
            loss = F.cross_entropy(model(data.train_x[rows]), data.train_y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            live.log(loss=loss.item())
        model.eval()
        share = accuracy(model, data.test_x, data.test_y)
        live.log(test_accuracy=share)
        if look is not None:
            look()
    return share


@torch.no_grad()
def accuracy(model: nn.Module, x: Tensor, y: Tensor, size: int = 150) -> float:
    """The share of pictures that are read right, `size` at a time, in the mode that the model is in."""
    guessed = torch.cat([model(part).argmax(dim=1) for part in x.split(size)])
    return (guessed == y).float().mean().item()
