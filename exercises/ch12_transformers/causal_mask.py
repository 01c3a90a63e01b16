# Made from solutions/ch12_transformers/causal_mask.py by `dltutor author stubs`; edit that file. [27d1206a]
"""Who may look at whom when nobody may look ahead."""

import torch
from torch import Tensor


def causal_mask(T: int) -> Tensor:
    """A mask that hides the future.

    Args:
        T: the number of places, at least 1.

    Returns:
        (T, T) bool, a new tensor: True in row t and column s where place t
        may look at place s, which it may if s is t itself or comes before.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(causal_mask(3).int())
    print("expected: [[1, 0, 0], [1, 1, 0], [1, 1, 1]]")
