# Made from solutions/ch07_autoencoders/pca.py by `dltutor author stubs`; edit that file. [ca549ae5]
"""Principal component analysis: the k patterns that lose the least."""

import torch
from torch import Tensor


def pca(X: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """The mean of the rows, and the k directions in which they spread the
    most (Pearson 1901).

    Args:
        X: (N, D), one example a row, N at least 2. It is left as it is.
        k: 1 to the smaller one of N and D.

    Returns:
        mean: (D,).
        W: (k, D), one direction a row: each of length 1, at right angles
            to each other, the one with the largest spread first. The sign
            of a row is free.

        Both in the dtype of X. Whether a gradient could flow through them
        is left open.
    """
    raise NotImplementedError


if __name__ == "__main__":
    X = torch.tensor([[16.0, 20.0], [4.0, 4.0], [14.0, 9.0], [6.0, 15.0]])  # (N=4, D=2)
    mean, W = pca(X, 1)
    print(mean)
    print("expected: [10, 12]")
    print(W)
    print("expected: [[0.6, 0.8]], or both negative")
