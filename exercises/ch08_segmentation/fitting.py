"""The scenes, the loop that every network of this chapter learns with, and marks to draw over pictures."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from tutor import live
from tutor.datasets import scenes

TRAIN, TEST = scenes.load()  # 1,500 and 300 scenes of 32 x 32 pixels
SHOWN = [3, 10]  # two test scenes to look at
MARKS = ["right", "too much", "missed"]

Loss = Callable[[Tensor, Tensor], Tensor]


def fit(
    model: nn.Module,
    epochs: int,
    loss_of: Loss,
    rate: float,
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Trains on TRAIN in batches of 32. The rate rises to `rate` and falls to almost nothing.

    loss_of: from what the model says of some scenes, and the numbers of these scenes (32,), to the loss.
    """
    model.to(memory_format=torch.channels_last)  # the same numbers in another order, in which convolutions are faster
    optimizer = torch.optim.AdamW(model.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * -(-len(TRAIN) // 32))
    for epoch in live.epochs(epochs):
        model.train()
        for rows in live.batches(torch.randperm(len(TRAIN)).split(32)):
            loss = loss_of(model(TRAIN.pictures[rows]), rows)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            live.log(loss=loss)
        after_epoch(epoch)


@torch.no_grad()
def answers(model: nn.Module) -> Tensor:
    """What the model says of all test scenes, asked in small batches."""
    model.eval()
    return torch.cat([model(pictures) for pictures in TEST.pictures.split(50)])


def marks(found: Tensor, truth: Tensor) -> Tensor:
    """Two masks as one map: 1 where both are True, 2 where only `found` is, 3 where only `truth` is, else 0."""
    return 1 * (found & truth) + 2 * (found & ~truth) + 3 * (truth & ~found)
