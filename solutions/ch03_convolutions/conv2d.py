"""The convolution of a batch of pictures, by hand."""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(x: Tensor, w: Tensor, b: Tensor | None = None, stride: int = 1, padding: int = 0) -> Tensor:
    """Slide every filter over every picture.

    out[n, o, i, j] = b[o] + the sum over all channels c and all places
    (u, v) of the filter of w[o, c, u, v] · x[n, c, i·stride + u,
    j·stride + v], where x has been padded. No filter is turned round.

    x: (B, C, H, W), B pictures with C channels.
    w: (O, C, k, l), O filters of k rows and l columns for C channels.
    b: (O,), one number for each filter, or None for no bias.
    stride: how far a filter moves at a time, downwards and to the right.
    padding: rows and columns of zeros added on each of the four sides.
    Returns (B, O, H', W'), with H' = (H + 2·padding - k) // stride + 1,
      and W' likewise with l, in the dtype of x. The inputs are left as
      they are, and gradients reach all of them.
    """
    k, l = w.shape[2:]
    x = F.pad(x, (padding, padding, padding, padding))  # (B, C, H + 2p, W + 2p)
    windows = x.unfold(2, k, stride).unfold(3, l, stride)  # (B, C, H', W', k, l)
    out = torch.einsum("bchwij,ocij->bohw", windows, w)
    return out if b is None else out + b[:, None, None]  # (B, O, H', W') + (O, 1, 1)


if __name__ == "__main__":
    x = torch.tensor([[[[1.0, 2.0, 0.0, 1.0], [0.0, 1.0, 3.0, 2.0], [2.0, 0.0, 1.0, 1.0]]]])  # (1, 1, 3, 4)
    w = torch.tensor([[[[1.0, 0.0], [0.0, -1.0]]]])  # (1, 1, 2, 2)
    print(conv2d(x, w, torch.tensor([10.0])))
    print("expected: [[[[10, 9, 8], [10, 10, 12]]]]")
