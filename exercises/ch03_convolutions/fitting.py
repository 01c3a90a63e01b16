"""The loop that every network of this chapter learns with, the count of right answers, and pictures to look at."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

Loss = Callable[[nn.Module, Tensor, Tensor], Tensor]
STEPS = [(-1, 0), (1, 0), (0, -1), (0, 1)]  # one pixel up, down, left, right


def plain_loss(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """The cross-entropy of a batch, as in chapter 2."""
    return F.cross_entropy(model(x), y)


def fit(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    epochs: int,
    *,
    loss_of: Loss = plain_loss,
    seed: int = 0,
    curves: bool = True,
) -> None:
    """Trains on batches of 64, in a new order in every epoch. Who trains many networks goes without `curves`."""
    order = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)  # a descent with a rate of its own for every parameter
    for _ in live.epochs(epochs):
        model.train()
        batches = torch.randperm(len(x), generator=order).split(64)
        for rows in live.batches(batches) if curves else batches:
            loss = loss_of(model, x[rows], y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if curves:
                live.log(loss=loss.item())


@torch.no_grad()
def read(model: nn.Module, x: Tensor) -> Tensor:
    """The class with the largest score for each picture: (N, 1, H, W) -> (N,)"""
    model.eval()
    return torch.cat([model(part).argmax(dim=1) for part in x.split(150)])


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """The share of pictures that are read right."""
    return (read(model, x) == y).float().mean().item()


def moved(x: Tensor, down: int, right: int) -> Tensor:
    """Every picture moved by up to two pixels; zeros come in at the border. (N, 1, H, W) -> (N, 1, H, W)

    A filter with a single 1 in it does that: away from its middle, it fetches a neighbour.
    """
    point = torch.zeros(1, 1, 5, 5)
    point[0, 0, 2 - down, 2 - right] = 1.0
    return F.conv2d(x, point, padding=2)


def moved_accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """The share that is read right one pixel off: the mean over up, down, left and right."""
    return sum(accuracy(model, moved(x, down, right), y) for down, right in STEPS) / len(STEPS)


def enlarged(x: Tensor, size: int = 12) -> Tensor:
    """(N, 1, 8, 8) -> (N, size, size): a little larger and smoother, for the eye."""
    return F.interpolate(x, size=(size, size), mode="bilinear").squeeze(1)
