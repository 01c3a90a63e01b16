# Made from solutions/ch08_segmentation/mask_iou.py by `dltutor author stubs`; edit that file. [85dbce32]
"""How well two masks lie on each other."""

import torch
from torch import Tensor


def mask_iou(predicted: Tensor, mask: Tensor) -> Tensor:
    """Intersection over union, for each picture by itself: the Jaccard
    index (1901).

    Args:
        predicted, mask: bool tensors of one shape, (B, ...), True where
            the object is; any further axes, such as (B, H, W) or
            (B, 1, H, W). They stay as they are.

    Returns:
        (B,), float32, from 0 to 1: the pixels in both masks over the
        pixels in at least one. Where both masks of a picture are empty
        nothing was missed, and it is 1. It is a plain ratio, without a
        small number added: masks that don't meet give exactly 0.
    """
    raise NotImplementedError


if __name__ == "__main__":
    mask = torch.tensor([[[0, 1, 1], [0, 1, 1]], [[0, 0, 0], [0, 0, 0]]]).bool()  # (2, 2, 3)
    predicted = torch.tensor([[[0, 0, 1], [1, 1, 1]], [[0, 0, 0], [0, 0, 0]]]).bool()
    print(mask_iou(predicted, mask))
    print("expected: [0.6, 1.0]: 3 pixels of 5, and nothing to find")
