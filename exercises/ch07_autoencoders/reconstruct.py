# Made from solutions/ch07_autoencoders/reconstruct.py by `dltutor author stubs`; edit that file. [9e28284a]
"""From codes back to pictures: a mean and a sum of patterns."""

import torch
from torch import Tensor


def reconstruct(codes: Tensor, W: Tensor, mean: Tensor) -> Tensor:
    """The mean plus the patterns, each as often as the code says.

    out[n] = mean + codes[n, 0] · W[0] + codes[n, 1] · W[1] + …

    Args:
        codes: (B, k), the code of one picture a row.
        W: (k, D), one pattern a row.
        mean: (D,).

    Returns:
        (B, D), in the dtype of the inputs; also where a size is 1. The
        inputs are left as they are, and gradients reach all three.
    """
    raise NotImplementedError


if __name__ == "__main__":
    W = torch.tensor([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]])  # (k=2, D=3)
    mean = torch.tensor([5.0, 5.0, 5.0])
    codes = torch.tensor([[0.0, 0.0], [2.0, 1.0]])  # (B=2, k=2)
    print(reconstruct(codes, W, mean))
    print("expected: [[5, 5, 5], [7, 7, 3]]")
