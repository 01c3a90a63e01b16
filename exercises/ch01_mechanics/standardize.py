# Made from solutions/ch01_mechanics/standardize.py by `dltutor author stubs`; edit that file. [c5911558]
"""Put every column of a table on the same scale."""

import torch
from torch import Tensor


def standardize(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Shift and scale each column to mean 0 and standard deviation 1.

    x: (N, D), float, one example a row; N may be 1. x stays as it is.
    Returns three tensors of x's dtype, with z = (x - mean) / std:
      z: (N, D), the standardised table.
      mean: (D,), the mean of each column.
      std: (D,), the standard deviation of each column, which is
        √(sum of (x - mean)² / N), dividing by N, not by N - 1.
    Where all values of a column are equal, its std is given as 1 and
    its z are zeros, so that new rows can be divided by std, too.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[1.0, 20.0, 7.0], [5.0, 60.0, 7.0]])  # (N=2, D=3)
    z, mean, std = standardize(x)
    print(mean)  # tensor([ 3., 40.,  7.])
    print(std)  # tensor([ 2., 20.,  1.])
    print(z)  # tensor([[-1., -1., 0.], [1., 1., 0.]])
