"""A deep network for digits, and the three blocks that yours is held against: the same two convolutions in each."""

from collections.abc import Callable

import torch
from batch_norm import BatchNorm2d
from torch import Tensor, nn


class Plain(nn.Module):
    """Two convolutions, one after the other."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, c_out, 3, stride=stride, padding=1, bias=False)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv2(torch.relu(self.conv1(torch.relu(x))))


class Shortcut(Plain):
    """The same, and what came in is added."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__(c_in, c_out, stride)
        same = c_in == c_out and stride == 1
        self.around = nn.Identity() if same else nn.Conv2d(c_in, c_out, 1, stride=stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.around(x) + super().forward(x)


class Normalised(Plain):
    """The same as Plain, with your batch normalisation before each ReLU."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__(c_in, c_out, stride)
        self.norm1, self.norm2 = BatchNorm2d(c_in), BatchNorm2d(c_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv2(torch.relu(self.norm2(self.conv1(torch.relu(self.norm1(x))))))


def deep(block: Callable[..., nn.Module], layers: int, channels: int = 8, colours: int = 1) -> nn.Sequential:
    """Digits (B, 1, 8, 8) to scores (B, 10), with `layers` convolutions in blocks of two; photographs have 3 `colours`.

    The first block halves the picture to 4 by 4, so that fifty layers take seconds and not minutes.
    """
    blocks = [block(channels, channels, stride=2), *(block(channels, channels) for _ in range(layers // 2 - 1))]
    return nn.Sequential(
        nn.Conv2d(colours, channels, 3, padding=1),  # (B, 8, 8, 8)
        *blocks,  # (B, 8, 4, 4)
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(channels * 4 * 4, 10),
    )
