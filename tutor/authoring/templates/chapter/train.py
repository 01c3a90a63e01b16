"""Noisy waves are made clean, first from each number alone, then with a running average that learns what to keep."""

import torch
from smooth import smooth
from torch import Tensor, nn

from tutor import live

STEPS = 60
LENGTH = 96
NOISE = 0.5


class Cleaner(nn.Module):
    """One weight, and with `memory` a running average before it whose `keep` is learned."""

    def __init__(self, memory: bool) -> None:
        super().__init__()
        self.memory = memory
        self.weight = nn.Parameter(torch.ones(()))
        self.keep = nn.Parameter(torch.zeros(()))  # before the sigmoid

    def forward(self, noisy: Tensor) -> Tensor:
        """(B, T) -> (B, T)."""
        return self.weight * (smooth(noisy, self.keep.sigmoid()) if self.memory else noisy)


def waves(count: int) -> tuple[Tensor, Tensor]:
    """Noisy and clean sine waves (count, T), of different lengths and beginnings."""
    length = 40 + 40 * torch.rand(count, 1)
    start = torch.rand(count, 1)
    clean = torch.sin(2 * torch.pi * (torch.arange(LENGTH) / length + start))  # (count, T)
    return clean + NOISE * torch.randn(count, LENGTH), clean


def train(model: Cleaner, test: tuple[Tensor, Tensor]) -> float:
    """Fresh waves in every step; returns the mean squared error on `test`."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in live.epochs(STEPS):
        noisy, clean = waves(32)
        loss = (model(noisy) - clean).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        live.log(loss=loss)
    with torch.no_grad():
        noisy, clean = test
        return (model(noisy) - clean).square().mean().item()


def main() -> None:
    live.seed()
    test = waves(256)
    live.stage("each number alone", of=2)
    alone = train(Cleaner(memory=False), test)
    live.stage("running average", of=2)
    model = Cleaner(memory=True)
    error = train(model, test)
    live.say(f"It learned to keep {model.keep.sigmoid().item():.2f} of the average.")
    live.result(error=error, error_alone=alone, gain=alone - error)


main()
