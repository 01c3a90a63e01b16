# Made from solutions/ch01_mechanics/pairwise_sqdist.py by `dltutor author stubs`; edit that file. [c6cf891d]
"""How far is every point of one set from every point of another?"""

import torch
from torch import Tensor


def pairwise_sqdist(a: Tensor, b: Tensor) -> Tensor:
    """The squared distance of each row of a to each row of b.

    a: (N, D), b: (M, D), float, one point a row; N and M may differ.
      Both stay as they are.
    Returns (N, M), their dtype: entry (n, m) is the sum over i of
      (a[n, i] - b[m, i])². No root is taken.
    """
    raise NotImplementedError


if __name__ == "__main__":
    a = torch.tensor([[0.0, 0.0], [3.0, 4.0], [1.0, 1.0]])  # (N=3, D=2)
    b = torch.tensor([[0.0, 0.0], [3.0, 0.0]])  # (M=2, D=2)
    print(pairwise_sqdist(a, b))  # tensor([[0., 9.], [25., 16.], [2., 5.]])
