# Made from solutions/ch05_training/sgd_step.py by `dltutor author stubs`; edit that file. [7d4c1cb5]
"""Stochastic gradient descent with momentum, for one parameter."""

from typing import Any

import torch
from torch import Tensor


def sgd_step(
    p: Tensor,
    grad: Tensor,
    state: dict[str, Any],
    lr: float,
    momentum: float = 0.0,
    nesterov: bool = False,
    weight_decay: float = 0.0,
) -> None:
    """One step: p itself changes. With the velocity v, 0 before the first step:

        g ← grad + weight_decay · p
        v ← momentum · v + g
        p ← p - lr · v    (with nesterov: p ← p - lr · (g + momentum · v))

    p: (...), float, often an nn.Parameter. It is changed in place, or gets
      a new p.data. No graph is recorded, neither for p nor in the state;
      p.grad is neither read nor written.
    grad: the gradient, in the shape of p; it stays as it is. The caller may
      write the next one into the same memory.
    state: what is kept between the steps of this one parameter, all of it.
      It is {} before the first step; put in what you need, under names of
      your own. Each parameter has a dict of its own.
    lr: the rate of this step; the next may have another one.
    momentum: at least 0 and below 1. weight_decay: at least 0. Both, and
      nesterov, are the same in all steps of a parameter.

    Source: Sutskever et al. 2013; v is counted as in torch.optim.SGD.
    """
    raise NotImplementedError


if __name__ == "__main__":
    p, state = torch.tensor([4.0, 1.0]), {}
    for _ in range(3):
        grad = p * torch.tensor([1.0, 2.0])
        sgd_step(p, grad, state, lr=0.1, momentum=0.5)
        print(p)
    print("expected: [3.6, 0.8], [3.04, 0.54], [2.456, 0.302]")
