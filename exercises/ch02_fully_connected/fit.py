# Made from solutions/ch02_fully_connected/fit.py by `dltutor author stubs`; edit that file. [1a94728d]
"""Train for many epochs, measure between them, and keep the two modes apart."""

from collections.abc import Callable, Iterable

import torch
from run_epoch import run_epoch
from torch import Tensor, nn
from torch.optim import Optimizer

Batches = Iterable[tuple[Tensor, Tensor]]
LossFn = Callable[[Tensor, Tensor], Tensor]


def evaluate(model: nn.Module, batches: Batches, loss_fn: LossFn) -> tuple[float, float]:
    """How good the model is on these examples, in eval mode and without
    learning.

    Args: as in run_epoch.

    Returns:
        (loss, acc), as run_epoch counts them. No graph is recorded, nothing
        of the model changes, and afterwards it is in the mode (train or
        eval) that it had before.
    """
    raise NotImplementedError


def fit(
    model: nn.Module,
    batches: Batches,
    loss_fn: LossFn,
    opt: Optimizer,
    epochs: int,
    held_out: Batches | None = None,
) -> list[dict[str, float]]:
    """Train the model for some epochs, in train mode.

    Args:
        model, loss_fn, opt: as in run_epoch. The model may come in either
            mode; it learns in train mode and is left in it.
        batches: can be gone through again and again, once in each epoch.
        epochs: how many, at least 1.
        held_out: examples that are not learnt from, also for many rounds;
            with None nothing is measured.

    Returns:
        One dict for each epoch: what run_epoch returned, "loss" and "acc".
        With held_out also "held_out_loss" and "held_out_acc", which
        evaluate found after that epoch.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[1.0], [2.0], [-1.0]])
    y = torch.tensor([0, 0, 1])
    model = nn.Sequential(nn.Linear(1, 2), nn.Dropout(0.5))
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    print(evaluate(model, [(x, y)], nn.functional.cross_entropy))
    print("expected: loss 0.6931 (it knows nothing: log 2), acc 0.6667")
    opt = torch.optim.SGD(model.parameters(), lr=1.0)
    history = fit(model, [(x, y)], nn.functional.cross_entropy, opt, 20, [(x, y)])
    print(len(history), history[-1]["held_out_acc"], model.training)
    print("expected: 20 epochs, all right in the end (1.0), True")
