"""Digits somewhere in a noisy picture, and the network that reads them: a body that looks, and a head that decides."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import images

SIDE = 16  # pixels; a digit has 8
NOISE = 0.2


class Task(NamedTuple):
    """Five digits, their labels numbered from 0. The digits for training are bare (N, 1, 8, 8), the others placed."""

    bare: Tensor
    y: Tensor
    x: Tensor  # (N, 1, 16, 16): each of `bare` in one place, once and for all
    x_test: Tensor
    y_test: Tensor


class Net(nn.Module):
    """Three convolutions, the largest value of each of 64 maps, and a linear layer: (B, 1, 16, 16) -> (B, classes)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *[nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2)],
            *[nn.Conv2d(16, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU()],
            *[nn.Conv2d(32, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU()],
            *[nn.AdaptiveMaxPool2d(1), nn.Flatten()],  # (B, 64): wherever it was found
        )
        self.head = nn.Linear(64, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


def place(bare: Tensor) -> Tensor:
    """Each digit (B, 1, 8, 8) at a random place of a picture of noise (B, 1, 16, 16)."""
    pictures = torch.randn(len(bare), 1, SIDE, SIDE) * NOISE
    corners = torch.randint(SIDE - 7, (len(bare), 2)).tolist()
    for picture, digit, (top, left) in zip(pictures, bare, corners, strict=True):
        picture[:, top : top + 8, left : left + 8] += digit
    return pictures


def load() -> tuple[Task, Task]:
    """Digits 0 to 4, of which there are plenty, and digits 5 to 9, of which few will be labelled."""
    data = images.load()
    parts = []
    for first in (0, 5):
        train, test = ((y >= first) & (y < first + 5) for y in (data.train_y, data.test_y))
        bare, y = data.train_x[train], data.train_y[train] - first
        parts.append(Task(bare, y, place(bare), place(data.test_x[test]), data.test_y[test] - first))
    return parts[0], parts[1]


def teach(task: Task, epochs: int = 15) -> Net:
    """The network that others shall profit from: it learns five digits, each in a new place every time."""
    model = Net(5)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * -(-len(task.y) // 64))
    for _ in live.epochs(epochs):
        model.train()
        for rows in live.batches(torch.randperm(len(task.y)).split(64)):
            loss = F.cross_entropy(model(place(task.bare[rows])), task.y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            live.log(loss=loss.item())
        live.log(test_accuracy=accuracy(model, task.x_test, task.y_test))
    return model


@torch.no_grad()
def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """The share that is read right, 50 pictures at a time."""
    model.eval()
    return (torch.cat([model(part).argmax(dim=1) for part in x.split(50)]) == y).float().mean().item()
