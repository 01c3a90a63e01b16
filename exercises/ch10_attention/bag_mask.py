# Made from solutions/ch10_attention/bag_mask.py by `dltutor author stubs`; edit that file. [643b6285]
"""Which places of a padded batch hold an item: the mask, read off the data."""

import torch
from torch import Tensor


def bag_mask(x: Tensor, fill: float = 0.0) -> Tensor:
    """Find the items: a place is empty when all that is in it is the filling.

    Args:
        x: (B, T, ...), B bags of T places; an item is a vector (B, T, D), a
            picture (B, T, H, W), or of any shape.
        fill: the number that empty places were filled with.

    Returns:
        (B, T) bool: True where any number of the item differs from `fill`.
        The input is left as it is.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[[0.0, 5.0], [0.0, 0.0], [1.0, -1.0]], [[2.0, 2.0], [0.0, 0.0], [0.0, 0.0]]])
    print(bag_mask(x))
    print("expected: [[True, False, True], [True, False, False]]")
