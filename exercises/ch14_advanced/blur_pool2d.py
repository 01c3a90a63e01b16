# Made from solutions/ch14_advanced/blur_pool2d.py by `dltutor author stubs`; edit that file. [8864c1e0]
"""Smaller pictures without false patterns: blur first, then take fewer."""

import torch
import torch.nn.functional as F
from blur_kernel import blur_kernel
from torch import Tensor, nn


class BlurPool2d(nn.Module):
    """Blurs each channel by itself, then keeps every stride-th row and
    column.

        out[i, j] = sum over u, v of  kernel[u, v] · padded[s·i + u, s·j + v]

    with s = stride, kernel = blur_kernel(n), and x padded by n // 2 on all
    four sides. The padding mirrors the picture at its border, and the
    pixel at the border itself is not repeated: with n = 5 the row 1 2 3 4
    becomes 3 2 | 1 2 3 4 | 3 2.

    The module has no parameters: its weights are never learnt. It works
    in the dtype of x once it was brought there like any other module
    (`.double()`), and at first in float32.

    Source: Zhang 2019, section 3.2.
    """

    def __init__(self, channels: int, n: int = 3, stride: int = 2) -> None:
        """channels: C. n: height and width of the blur, odd. stride: by how
        much the picture gets smaller, at least 1."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Blur a batch and make it smaller.

        x: (B, C, H, W), H and W larger than n // 2; it is left as it is.
        Returns (B, C, H', W'), H' = (H - 1) // stride + 1, W' likewise.
        Gradients reach x.
        """
        raise NotImplementedError


if __name__ == "__main__":
    stripes = torch.tensor([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]).expand(1, 1, 4, 6)  # the same row four times
    print(BlurPool2d(1)(stripes).squeeze())
    print("expected: [[0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]; every second pixel alone would be 0, or 1")
    dot = torch.zeros(1, 1, 3, 3)
    dot[0, 0, 1, 1] = 16.0
    print(BlurPool2d(1)(dot).squeeze())
    print("expected: [[4, 4], [4, 4]]: at each corner the mirror shows the dot four times")
