# Made from solutions/ch01_mechanics/minimize.py by `dltutor author stubs`; edit that file. [cea0c23e]
"""Gradient descent: step downhill until the steps are tiny."""

from collections.abc import Callable

import torch
from torch import Tensor


def minimize(
    f: Callable[[Tensor], Tensor], x0: Tensor, lr: float = 0.1, steps: int = 100, tol: float = 1e-5
) -> tuple[Tensor, list[Tensor]]:
    """Walk from x0 against the gradient of f, step by step:
    x ← x - lr · (gradient of f at x).

    f: takes a tensor of x0's shape, returns one number, shape ().
    x0: (n,), float, the start. It may require a gradient or be computed
      from others; whatever it is, it stays as it is.
    lr: the learning rate.
    steps: how many steps at most; 0 is allowed.
    tol: stop after the first step shorter than this; that step counts.
      The length of a step is the Euclidean norm of lr · gradient.
    Returns x: (n,), where the walk ended, and history: a list of (n,),
      x0 first, then x after each step. All are plain tensors that
      require no gradient, and each entry is a copy of its own.
    """
    raise NotImplementedError


if __name__ == "__main__":

    def f(x: Tensor) -> Tensor:
        return ((x - 2) ** 2).sum()

    x, history = minimize(f, torch.tensor([5.0]), lr=0.25, steps=3)
    print(history)  # 5, 3.5, 2.75, 2.375
    print(x)  # tensor([2.3750])
