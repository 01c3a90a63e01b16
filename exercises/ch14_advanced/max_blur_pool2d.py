# Made from solutions/ch14_advanced/max_blur_pool2d.py by `dltutor author stubs`; edit that file. [7c31666f]
"""Max pooling in two steps, with a blur between them."""

import torch
import torch.nn.functional as F
from blur_pool2d import BlurPool2d
from torch import Tensor, nn


class MaxBlurPool2d(nn.Module):
    """The largest number of every window, blurred before any is dropped.

    In place of max pooling with k × k windows that move by `stride`:

    1. the largest number of each k × k window, where the window moves by
       1 and there is no padding;
    2. of the result, BlurPool2d(channels, n, stride).

    The sizes are those of the max pooling. There are no parameters, and
    the module follows `.double()` like any other.

    Source: Zhang 2019, section 3.2 (MaxBlurPool).
    """

    def __init__(self, channels: int, k: int = 2, n: int = 3, stride: int = 2) -> None:
        """channels: C. k: height and width of the windows, at least 1.
        n: those of the blur, odd. stride: how many times smaller the
        picture gets, at least 1."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Pool a batch.

        x: (B, C, H, W), any finite numbers, also negative ones; H and W at
          least k + n // 2. It is left as it is.
        Returns (B, C, H', W'), H' = (H - k) // stride + 1, W' likewise.
        Gradients reach x, in each window the largest number (no two of a
        window are equal).
        """
        raise NotImplementedError


if __name__ == "__main__":
    row = torch.tensor([0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0])  # (W=9,)
    pool = MaxBlurPool2d(1)
    for x in (row[:8], row[1:]):  # the second is the first, moved to the left by one
        print(F.max_pool2d(x.expand(1, 1, 4, 8), 2)[0, 0, 0], pool(x.expand(1, 1, 4, 8))[0, 0, 0])
    print("expected: [0, 1, 0, 1] and [0.5, 1, 0.5, 1], then [1, 1, 1, 1] and [1, 0.75, 0.75, 1]")
