"""Digits anywhere in a larger picture, a small network for them, and the loop that it learns with.

The learning rate comes from your cosine_lr of chapter 5.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

from ch05_training.cosine_lr import cosine_lr

SIZE = 26  # of the pictures; a digit is 16 high and wide, so that 11 · 11 places are possible
ROOM = SIZE - 16
STEPS = [(0, 1), (0, -1), (1, 0), (-1, 0)]  # a pixel to the right, left, down, up
CHANNELS = (8, 24, 48)
RATE = 5e-3


def place(small: Tensor, places: Tensor) -> Tensor:
    """Digits (N, 1, 8, 8), twice as large, each at its own row and column (N, 2) of a black picture (N, 1, 26, 26)."""
    large = F.interpolate(small, scale_factor=2, mode="bilinear", align_corners=False)  # (N, 1, 16, 16)
    canvas = torch.zeros(len(small), 1, SIZE, SIZE)
    for picture, digit, (row, column) in zip(canvas, large, places.tolist(), strict=True):
        picture[:, row : row + 16, column : column + 16] = digit
    return canvas


class Tests(NamedTuple):
    """The test pictures, each at one place, and the same a pixel further in each of four directions."""

    x: Tensor  # (450, 1, 26, 26)
    moved: list[Tensor]  # four of the same shape
    y: Tensor  # (450,)


def tests(data: digits.Digits) -> Tests:
    """The same in every run: places that leave a pixel of room on all sides."""
    places = torch.randint(1, ROOM, (len(data.test_y), 2), generator=torch.Generator().manual_seed(0))
    moved = [place(data.test_x, places + torch.tensor(step)) for step in STEPS]
    return Tests(place(data.test_x, places), moved, data.test_y)


def network(pool: Callable[[int], nn.Module]) -> nn.Sequential:
    """Three times convolution, norm, ReLU and `pool(channels)`; then the mean over what is left of the picture."""
    layers: list[nn.Module] = []
    before = 1
    for channels in CHANNELS:  # 26 x 26 becomes 13 x 13, 6 x 6, 3 x 3
        convolution = nn.Conv2d(before, channels, 3, padding=1, bias=False)
        layers += [convolution, nn.BatchNorm2d(channels), nn.ReLU(), pool(channels)]
        before = channels
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 10))


def fit(
    model: nn.Module, data: digits.Digits, test: Tests, epochs: int, *, seed: int = 0, schedule: bool = True
) -> list[float]:
    """Learns from the training digits, at other places in every epoch, in batches of 64.

    The rate begins at 0.005 and follows your cosine down to 0, or stays without a schedule. Returns the share of test
    pictures that are read right after each epoch.
    """
    chance = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    total = epochs * -(-len(data.train_y) // 64)
    step, shares = 0, []
    for _ in live.epochs(epochs):
        model.train()
        x = place(data.train_x, torch.randint(0, ROOM + 1, (len(data.train_y), 2), generator=chance))
        for rows in live.batches(torch.randperm(len(x), generator=chance).split(64)):
            if schedule:
                optimizer.param_groups[0]["lr"] = cosine_lr(step, RATE, total)
            loss = F.cross_entropy(model(x[rows]), data.train_y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            live.log(loss=loss.item())
        model.eval()
        shares.append((scores(model, test.x).argmax(dim=1) == test.y).float().mean().item())
        live.log(test_accuracy=shares[-1])
    return shares


@torch.no_grad()
def recount(model: nn.Module, data: digits.Digits, *, seed: int = 0) -> None:
    """Batch norm's running means and variances anew: plain averages over one epoch, in which no weight moves."""
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # every batch counts the same
    chance = torch.Generator().manual_seed(seed)
    model.train()
    for part in place(data.train_x, torch.randint(0, ROOM + 1, (len(data.train_y), 2), generator=chance)).split(64):
        model(part)
    model.eval()


@torch.no_grad()
def scores(model: nn.Module, x: Tensor) -> Tensor:
    """(N, 10), 150 pictures at a time, in the mode that the model is in."""
    return torch.cat([model(part) for part in x.split(150)])


def walk(digit: Tensor) -> Tensor:
    """One digit (1, 8, 8) in each column from left to right, at half height: (11, 1, 26, 26)."""
    places = torch.tensor([(ROOM // 2, column) for column in range(ROOM + 1)])
    return place(digit.expand(ROOM + 1, 1, 8, 8), places)


def verdicts(model: nn.Module, digit: Tensor, y: int) -> list[str]:
    """What the network reads at each place of the walk, and the probability that it gives to the right digit."""
    shares = scores(model, walk(digit)).softmax(dim=1)  # (11, 10)
    return [f"reads {row.argmax().item()} (probability of {y}: {row[y].item():.2f})" for row in shares]


def most_wavering(model: nn.Module, data: digits.Digits, count: int = 200) -> int:
    """Of the first test digits, the one whose right class gains and loses most probability on its walk."""
    swings = []
    for digit, y in zip(data.test_x[:count], data.test_y[:count].tolist(), strict=True):
        right = scores(model, walk(digit)).softmax(dim=1)[:, y]  # (11,)
        swings.append((right[1:] - right[:-1]).abs().sum().item())
    return max(range(len(swings)), key=swings.__getitem__)
