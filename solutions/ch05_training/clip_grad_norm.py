"""Gradient clipping: what is too long is made shorter, its direction stays."""

from collections.abc import Iterable

import torch
from torch import Tensor


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """Make the gradients of all parameters, as one long vector, at most
    max_norm long.

    The length is the Euclidean norm: the root of the sum of the squares of
    all the numbers in all the gradients. Where it is larger than max_norm,
    every gradient is multiplied by max_norm / length. (torch divides by
    length + 1e-6, for fear of a division by 0; either is right here.)
    Otherwise the gradients stay as they are.

    Source: Pascanu et al. 2013, algorithm 1.

    params: parameters of any shapes, in a list, a tuple, or a generator
      that can be gone through only once. Their .grad is changed in place or
      replaced. Where it is None it stays None and counts nothing.
    max_norm: above 0.
    Returns the length before the clipping, a float; 0.0 where there is no
    gradient at all.
    """
    grads = [p.grad for p in params if p.grad is not None]
    length = sum(float((g**2).sum()) for g in grads) ** 0.5
    if length > max_norm:
        for g in grads:
            g.mul_(max_norm / length)
    return length


if __name__ == "__main__":
    a, b = torch.zeros(2, requires_grad=True), torch.zeros(1, requires_grad=True)
    a.grad, b.grad = torch.tensor([3.0, 6.0]), torch.tensor([-6.0])
    print(clip_grad_norm([a, b], max_norm=3.0), a.grad, b.grad)
    print("expected: 9.0 [1.0, 2.0] [-2.0]")
