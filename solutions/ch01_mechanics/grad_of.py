"""Ask a function for its slope in every direction at once."""

from collections.abc import Callable

import torch
from torch import Tensor


def grad_of(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The gradient of f at x, computed by autograd.

    f: takes a tensor of x's shape and returns a tensor with a single
      number, shape (), that depends on it.
    x: (n,), float. It may require a gradient, have one already, or be
      computed from others; whatever it is, it stays as it is.
    Returns (n,), x's dtype: entry i is ∂f/∂x[i] at x, as a plain tensor
      that requires no gradient. Asked twice, it answers the same.
    """
    leaf = x.detach().clone().requires_grad_()  # (n,) a leaf of our own
    f(leaf).backward()
    return leaf.grad  # (n,)


if __name__ == "__main__":

    def f(x: Tensor) -> Tensor:
        return x[0] ** 2 * x[1]

    print(grad_of(f, torch.tensor([3.0, 2.0])))  # tensor([12., 9.])
