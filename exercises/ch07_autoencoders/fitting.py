"""The digits as rows of 64 numbers, the loop that every autoencoder learns with, and pictures to look at."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live
from tutor.datasets import images

Loss = Callable[[nn.Module, Tensor], Tensor]

_data = images.load()
TRAIN, TEST = _data.train_x.flatten(1), _data.test_x.flatten(1)  # (1347, 64), (450, 64)
TRAIN_DIGIT, TEST_DIGIT = _data.train_y, _data.test_y
SHOWN = [TEST_DIGIT.tolist().index(digit) for digit in (0, 2, 3, 4, 5, 6, 9)]  # seven test pictures


def squared_error(model: nn.Module, x: Tensor) -> Tensor:
    """The loss of a plain autoencoder: what comes out, held against what went in."""
    return F.mse_loss(model(x), x)


def fit(
    model: nn.Module,
    epochs: int,
    *,
    loss_of: Loss = squared_error,
    rate: float = 6e-3,
    x: Tensor = TRAIN,
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Trains on x (N, 64) in batches of 64, without a label. The rate rises to `rate` and falls to almost nothing."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * -(-len(x) // 64))
    for epoch in live.epochs(epochs):
        model.train()
        for rows in torch.randperm(len(x)).split(64):
            loss = loss_of(model, x[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        if epoch >= 4:  # the height of the first ones would flatten all the rest of the curve
            live.log(test_error=error(model, TEST))
        after_epoch(epoch)


@torch.no_grad()
def error(model: Callable[[Tensor], Tensor], x: Tensor, target: Tensor | None = None) -> float:
    """The mean squared error over all pixels of x (N, 64), against x itself or against a target."""
    if isinstance(model, nn.Module):
        model.eval()
    return F.mse_loss(model(x), x if target is None else target).item()


def neighbours_right(train_codes: Tensor, test_codes: Tensor) -> float:
    """The share of test pictures whose five nearest training codes, by majority, have the right digit."""
    nearest = torch.cdist(test_codes, train_codes).topk(5, largest=False).indices  # (450, 5)
    return (TRAIN_DIGIT[nearest].mode(dim=1).values == TEST_DIGIT).double().mean().item()


def sheet(*rows: Tensor, size: int = 8) -> Tensor:
    """Rows of pictures, each (n, 64), as one picture, a gap between the rows. Larger than 8 they are smoothed."""
    lines = []
    for row in rows:
        pictures = F.interpolate(row.reshape(-1, 1, 8, 8), size=(size, size), mode="bilinear")  # (n, 1, size, size)
        lines.append(F.pad(torch.cat(list(pictures.squeeze(1)), dim=1), (0, 0, 0, 2)))  # (size+2, n·size)
    return torch.cat(lines).clamp(0, 1)[:-2]
