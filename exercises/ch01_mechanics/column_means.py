# Made from solutions/ch01_mechanics/column_means.py by `dltutor author stubs`; edit that file. [840b84ce]
"""The mean of every column: the first question to ask of a table of numbers."""

import torch
from torch import Tensor


def column_means(x: Tensor) -> Tensor:
    """The mean of each column of a table.

    x: (N, D), float, one example a row.
    Returns (D,), x's dtype: entry d is the mean of the N numbers in column d. x stays as it is.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[1.0, 20.0], [3.0, 40.0], [5.0, 90.0]])  # (N=3, D=2)
    print(column_means(x))  # tensor([ 3., 50.])
