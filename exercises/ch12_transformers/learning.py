"""How every network of this chapter learns, and how it is tested."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from tutor import live

BATCH = 64
Examples = tuple[Tensor, Tensor]  # what is read (N, ...), and the right answers (N) or (N, T)


def fit(
    model: nn.Module,
    train: Examples,
    test: Examples,
    *,
    epochs: int,
    rate: float,
    batches: Callable[[Tensor], list[Tensor]] | None = None,
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> float:
    """Learns from `train` and returns the `accuracy` on `test`. The rate rises to `rate`, and falls to almost nothing.

    `batches` deals the rows of a tensor out into batches, anew in each epoch; without it they are drawn at random.
    """
    x, y = train
    deal = batches or shuffled
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * len(deal(x)))
    right = 0.0
    for epoch in live.epochs(epochs):
        model.train()
        for rows in live.batches(deal(x)):
            loss = functional.cross_entropy(model(x[rows]).flatten(0, -2), y[rows].flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            live.log(loss=loss.item())
        right = accuracy(model, test)
        live.log(test_accuracy=right)
        after_epoch(epoch + 1)
    return right


def shuffled(x: Tensor) -> list[Tensor]:
    """All rows in a random order, 64 at a time."""
    return list(torch.randperm(len(x)).split(BATCH))


def alike(ids: Tensor) -> list[Tensor]:
    """Sentences of about one length together, 64 at a time, in a random order: less padding, less work."""
    lengths = (ids != 0).sum(dim=1) + torch.rand(len(ids))  # chance decides between equals
    batches = lengths.argsort().split(BATCH)
    return [batches[i] for i in torch.randperm(len(batches)).tolist()]


def cut(ids: Tensor) -> Tensor:
    """Without the columns in which there is nothing but padding."""
    return ids[:, : max(1, int((ids != 0).sum(dim=1).max()))]


@torch.no_grad()
def answers(model: nn.Module, x: Tensor) -> Iterator[Tensor]:
    """The class with the largest score, 100 examples at a time, in eval mode."""
    model.eval()
    for part in x.split(100):
        yield model(part).argmax(dim=-1)


def accuracy(model: nn.Module, test: Examples) -> float:
    """The share of examples that are answered right; if an example has several answers, all must be right."""
    right = torch.cat(list(answers(model, test[0]))) == test[1]  # (N) or (N, T)
    return right.flatten(1).all(dim=1).float().mean().item() if right.ndim > 1 else right.float().mean().item()
