# Made from solutions/ch06_blocks/layer_norm.py by `dltutor author stubs`; edit that file. [1887f34d]
"""Layer normalisation: every row on one scale, whatever stands in the
others."""

import torch
from torch import Tensor, nn


class LayerNorm(nn.Module):
    """Shifts and scales each row to mean 0 and variance 1, then by numbers
    that are learnt.

        out = (x - mean) / √(var + eps) · weight + bias

    mean and var are those of the last axis, for each row by itself, with
    var = sum of (x - mean)² / size. It is the same in training and in
    eval mode, and nothing is remembered from one call to the next.

    Parameters: weight and bias, (size,), at first ones and zeros.

    Source: Ba et al. 2016, section 3.
    """

    def __init__(self, size: int, eps: float = 1e-5) -> None:
        """size: numbers of a row. eps: keeps the root away from 0."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Normalise each row.

        x: (..., size), one row alone, a table, or more axes; it is left as
          it is. Its numbers may be far from 0 compared with how much they
          differ.
        Returns the shape and dtype of x. Gradients reach x, weight and
          bias, to x also through its mean and var.
        """
        raise NotImplementedError


if __name__ == "__main__":
    norm = LayerNorm(4)
    x = torch.tensor([[2.0, 2.0, 6.0, 6.0], [60.0, 20.0, 60.0, 20.0]])  # (N=2, D=4)
    print(norm(x).detach())
    print("expected: [[-1, -1, 1, 1], [1, -1, 1, -1]]")
