"""The fast gradient sign method: one step that fools."""

import torch
from input_gradient import input_gradient
from torch import Tensor, nn


def fgsm(model: nn.Module, x: Tensor, y: Tensor, eps: float, lo: float = 0.0, hi: float = 1.0) -> Tensor:
    """Move each pixel by eps, the way that makes the loss grow.

    A pixel whose gradient is 0 stays. Where a pixel would leave the
    range from lo to hi, it stops at its end.

    Source: Goodfellow et al. 2014, section 4.

    model, y: as in `input_gradient`; the model stays as it is.
    x: (N, ...), float, from lo to hi; it stays as it is.
    eps: at least 0, in the units of x.
    Returns the pictures moved, like x; a plain tensor without a graph.
    """
    step = eps * input_gradient(model, x, y).sign()  # -eps, 0 or eps at each pixel
    return (x.detach() + step).clamp(lo, hi)


if __name__ == "__main__":
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
    x = torch.tensor([[0.5, 0.5], [0.95, 0.3]])
    print(fgsm(model, x, torch.tensor([0, 1]), 0.1))
    print("expected: [[0.4, 0.6], [1.0, 0.2]]")
