# Made from solutions/ch01_mechanics/one_hot.py by `dltutor author stubs`; edit that file. [206407b5]
"""Turn labels into rows of zeros with a single one."""

import torch
from torch import Tensor


def one_hot(y: Tensor, classes: int) -> Tensor:
    """A row for each label: 1 at the label's place, 0 elsewhere.

    y: (N,) int64, labels from 0 to classes - 1, not all of which need
      occur; it stays as it is.
    Returns (N, classes), float32: entry (n, k) is 1 where y[n] is k.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(one_hot(torch.tensor([2, 0, 2]), 4))
    # tensor([[0., 0., 1., 0.],
    #         [1., 0., 0., 0.],
    #         [0., 0., 1., 0.]])
