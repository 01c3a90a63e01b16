# Made from solutions/ch01_mechanics/array_dataset.py by `dltutor author stubs`; edit that file. [33b7f682]
"""Examples and their labels, one pair at a time."""

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset


class ArrayDataset(Dataset[tuple[Tensor, Tensor]]):
    """Examples with their labels, as PyTorch's DataLoader wants them.

    len(data) is the number of examples; data[i] is a pair:
      example: x[i], float32, in the shape that one example has;
      label: y[i], int64, of shape (), a single number.
    data[-1] is the last pair; an index beyond the end raises
    IndexError, as for a list.
    """

    def __init__(self, x: Tensor | np.ndarray, y: Tensor | np.ndarray) -> None:
        """x: (N, ...), numbers of any dtype; y: (N,), whole numbers of any
        integer dtype. Each is a tensor or a numpy array.

        Raises ValueError where x and y differ in length.
        """
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[Tensor, Tensor]:
        raise NotImplementedError


if __name__ == "__main__":
    x = np.array([[0.5, 1.0], [2.0, 3.0], [4.0, 5.0]])
    data = ArrayDataset(x, np.array([7, 0, 9]))
    print(len(data))  # 3
    print(data[1])  # (tensor([2., 3.]), tensor(0))
