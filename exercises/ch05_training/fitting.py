"""The loop that every network of this chapter learns with. The steps and the schedules are yours."""

from collections.abc import Callable, Iterable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live

Schedule = Callable[[int], float]  # epoch -> learning rate
Pairs = tuple[Tensor, Tensor]  # pictures (N, 1, 8, 8) and their digits (N,)


class Optimiser:
    """A step function for a whole network: it is called for each parameter, each with a dict of its own."""

    def __init__(self, parameters: Iterable[nn.Parameter], step: Callable[..., None], **settings: Any) -> None:
        self.parameters = list(parameters)
        self.states: list[dict[str, Any]] = [{} for _ in self.parameters]
        self.one_step = step
        self.settings = settings  # momentum=0.9, for example

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = None

    def step(self, lr: float) -> None:
        for p, state in zip(self.parameters, self.states, strict=True):
            if p.grad is not None:
                self.one_step(p, p.grad, state, lr, **self.settings)


def mlp() -> nn.Module:
    """Chapter 2's network for the digits, two hidden layers of 64: 8,970 parameters."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 10))


def one_epoch(
    model: nn.Module,
    optimiser: Optimiser,
    lr: float,
    x: Tensor,
    y: Tensor,
    chance: torch.Generator,
    clip: Callable[[list[nn.Parameter]], float] | None = None,
) -> float:
    """Learns from every example once, in batches of 16 and a new order. Returns the mean loss of the batches."""
    losses = []
    for rows in torch.randperm(len(x), generator=chance).split(16):
        loss = F.cross_entropy(model(x[rows]), y[rows])
        optimiser.zero_grad()
        loss.backward()
        if clip is not None:
            clip(optimiser.parameters)
        optimiser.step(lr)
        losses.append(loss.item())
    return sum(losses) / len(losses)


@torch.no_grad()
def measure(model: nn.Module, x: Tensor, y: Tensor) -> tuple[float, float]:
    """The mean cross-entropy, and the share that is read right."""
    scores = model(x)
    return F.cross_entropy(scores, y).item(), (scores.argmax(dim=1) == y).double().mean().item()


def learn(
    step: Callable[..., None],
    rate: Schedule,
    train: Pairs,
    other: Pairs,
    *,
    epochs: int = 15,
    seed: int = 0,
    clip: Callable[[list[nn.Parameter]], float] | None = None,
    hear: Callable[[float], object] | None = None,
    curve: str | None = "accuracy",
    **settings: Any,
) -> tuple[nn.Module, list[float]]:
    """Trains a new network on `train`; `rate(epoch)` is the learning rate, `settings` go to the step.

    After each epoch it is measured on `other`, which decides nothing, unless somebody wants to `hear` that loss.
    Returns the network, and the share of `other` that it read right after each epoch, drawn under the name `curve`.
    """
    torch.manual_seed(seed)
    model = mlp()
    chance = torch.Generator().manual_seed(seed)
    optimiser = Optimiser(model.parameters(), step, **settings)
    shares = []
    for epoch in live.epochs(epochs) if curve else range(epochs):
        one_epoch(model, optimiser, rate(epoch), *train, chance, clip)
        loss, share = measure(model, *other)
        shares.append(share)
        if hear is not None:
            hear(loss)
        if curve:
            live.log(**{curve: share})
    return model, shares
