"""How every network of this chapter learns: the names, the loop, the count of right answers."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import names as surnames
from tutor.datasets.letters import ALPHABET

PadBatch = Callable[[list[Tensor]], tuple[Tensor, Tensor]]

LETTERS = {letter: surnames.FIRST_LETTER + i for i, letter in enumerate(ALPHABET)}  # 0 is padding, 1 is unknown


def fit(
    model: nn.Module,
    data: surnames.Names,
    pad_batch: PadBatch,
    epochs: int = 8,
    rate: float = 4e-3,
    size: int = 128,
    curves: bool = True,
) -> float:
    """Trains on `data.train`, `size` names at a time, and returns the share of test names that are right in the end.

    The learning rate rises to `rate` and falls again, which settles better than a fixed one. Gradients longer than 1
    are shortened to 1. A demonstration that is about something else goes without `curves`.
    """
    names = [surnames.encode(name) for name in data.train]  # each (length,)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * -(-len(names) // size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=rate, total_steps=steps)
    share = 0.0
    for _ in live.epochs(epochs):
        model.train()
        for rows in live.batches(torch.randperm(len(names)).split(size)):
            x, lengths = pad_batch([names[row] for row in rows.tolist()])  # (B, T), (B,)
            loss = F.cross_entropy(model(x, lengths), data.train_y[rows])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
            optimizer.step()
            schedule.step()
            if curves:
                live.log(loss=loss.item())
        share = (guesses(model, data, pad_batch) == data.test_y).double().mean().item()
        if curves:
            live.log(test_accuracy=share)
    return share


def guesses(model: nn.Module, data: surnames.Names, pad_batch: PadBatch) -> Tensor:
    """The language with the highest score for each test name: (len(data.test),) int64."""
    model.eval()
    x, lengths = pad_batch([surnames.encode(name) for name in data.test])
    with torch.no_grad():
        return model(x, lengths).argmax(dim=1)
