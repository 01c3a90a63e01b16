# Made from solutions/ch08_segmentation/box_iou.py by `dltutor author stubs`; edit that file. [c43ddd2b]
"""How well boxes lie on each other: each of some with each of others."""

import torch
from torch import Tensor


def box_iou(a: Tensor, b: Tensor) -> Tensor:
    """The area of the intersection over that of the union, for each pair
    of boxes.

    A box is (x1, y1, x2, y2), its left, upper, right and lower edge, with
    x1 < x2 and y1 < y2. Its area is (x2 - x1) · (y2 - y1).

    Args:
        a: (N, 4), floats. N may be 0.
        b: (M, 4), of the same dtype. M may be 0.

    Returns:
        (N, M), in the same dtype: entry (i, j) is that of a[i] and b[j],
        from 0 (they don't overlap) to 1 (they are the same). The inputs
        stay as they are, and gradients reach both.
    """
    raise NotImplementedError


if __name__ == "__main__":
    a = torch.tensor([[0.0, 0.0, 4.0, 2.0], [6.0, 0.0, 8.0, 4.0]])
    b = torch.tensor([[0.0, 0.0, 4.0, 2.0], [2.0, 1.0, 6.0, 3.0], [0.0, 0.0, 2.0, 2.0]])
    print(box_iou(a, b))
    print("expected: [[1, 1/7, 1/2], [0, 0, 0]]")
