"""Projected gradient descent: many small steps, never far from the picture."""

import torch
from input_gradient import input_gradient
from torch import Tensor, nn


def pgd(
    model: nn.Module, x: Tensor, y: Tensor, eps: float, step: float, n: int, lo: float = 0.0, hi: float = 1.0
) -> Tensor:
    """Take n steps uphill, each followed by a projection.

    The walk starts at x itself. Each step moves every pixel by `step`,
    the way that makes the loss grow where the walk stands now (a pixel
    whose gradient is 0 stays). Then every pixel is brought back to at
    most eps from where it was in x, and into the range from lo to hi.

    Source: Madry et al. 2017, section 2.1, without the random start.

    model, y: as in `input_gradient`; the model stays as it is.
    x: (N, ...), float, from lo to hi; it stays as it is.
    eps, step: at least 0, in the units of x. n: at least 1.
    Returns the pictures moved, like x; a plain tensor without a graph.
    """
    x = x.detach()
    moved = x
    for _ in range(n):
        moved = moved + step * input_gradient(model, moved, y).sign()
        moved = moved.clamp(x - eps, x + eps).clamp(lo, hi)
    return moved


if __name__ == "__main__":
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
    x = torch.tensor([[0.5, 0.5], [0.95, 0.3]])
    print(pgd(model, x, torch.tensor([0, 1]), eps=0.1, step=0.06, n=2))
    print("expected: [[0.4, 0.6], [1.0, 0.2]]")
