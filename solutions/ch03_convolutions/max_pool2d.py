"""Max pooling: of every window only the largest number stays."""

import torch
from torch import Tensor


def max_pool2d(x: Tensor, k: int, stride: int | None = None) -> Tensor:
    """The largest number of each k × k window, in every channel by itself.

    x: (B, C, H, W), any finite numbers, also negative ones.
    k: the window's height and width, at most H and W.
    stride: how far the window moves at a time, downwards and to the
      right; k where it is None.
    Returns (B, C, H', W'), with H' = (H - k) // stride + 1, W' likewise:
      no padding, and what is left over at the end without filling a
      window is dropped. The dtype is that of x. x is left as it is; the
      gradient of each number goes to the place where it was found.
    """
    stride = k if stride is None else stride
    windows = x.unfold(2, k, stride).unfold(3, k, stride)  # (B, C, H', W', k, k)
    return windows.amax(dim=(-2, -1))  # (B, C, H', W')


if __name__ == "__main__":
    x = torch.tensor(
        [
            [-1.0, -3.0, 2.0, 0.0, 9.0],
            [-2.0, -5.0, 1.0, 4.0, 9.0],
            [7.0, 0.0, -6.0, -2.0, 9.0],
            [3.0, 1.0, -4.0, -8.0, 9.0],
        ]
    )
    print(max_pool2d(x[None, None], 2))  # x[None, None] is (1, 1, 4, 5)
    print("expected: [[[[-1, 4], [7, -2]]]]")
