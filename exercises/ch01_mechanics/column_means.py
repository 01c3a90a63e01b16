# Made from solutions/ch01_mechanics/column_means.py by `dltutor author stubs`; edit that file. [81ed759c]
"""The mean of every column: the first thing to ask of a table."""

import torch
from torch import Tensor


def column_means(x: Tensor) -> Tensor:
    """The mean of each column of a table.

    x: (N, D), float, one example a row; it stays as it is.
    Returns (D,), x's dtype: the mean of the N numbers in each column.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[1.0, 20.0], [3.0, 40.0], [5.0, 90.0]])  # (N=3, D=2)
    print(column_means(x))  # tensor([ 3., 50.])
