# Made from solutions/ch08_segmentation/nms.py by `dltutor author stubs`; edit that file. [0dda47a8]
"""Non-maximum suppression: of many boxes around one object the best stays."""

import torch
from box_iou import box_iou
from torch import Tensor


def nms(boxes: Tensor, scores: Tensor, threshold: float, labels: Tensor | None = None) -> Tensor:
    """Which boxes stay when the best ones drop those that lie on them.

    The box with the highest score stays. All whose `box_iou` with it is
    larger than threshold are dropped. Then the same with what is left,
    until nothing is. So a box that was dropped drops no other.

    Args:
        boxes: (N, 4), floats, as in `box_iou`. N may be 0.
        scores: (N,), floats, no two the same.
        threshold: from 0 to 1. A box that overlaps by just so much stays.
        labels: (N,), int64, or None. With labels a box drops only boxes
            of its own label; without, any.

    Returns:
        (K,), int64: the places in boxes of those that stay, the highest
        score first. The inputs stay as they are.
    """
    raise NotImplementedError


if __name__ == "__main__":
    boxes = torch.tensor([[4.0, 0.0, 14.0, 10.0], [0.0, 0.0, 10.0, 10.0], [8.0, 0.0, 18.0, 10.0]])
    scores = torch.tensor([0.8, 0.9, 0.7])  # the IoU of 0 and 1, and of 0 and 2, is 0.43, that of 1 and 2 0.11
    print(nms(boxes, scores, 0.4), nms(boxes, scores, 0.5), nms(boxes, scores, 0.4, torch.tensor([3, 7, 3])))
    print("expected: [1, 2], [1, 0, 2] and [1, 0]")
