"""The transposed convolution: every pixel stamps the filter, and where
stamps overlap they add up."""

import torch
from torch import Tensor
from upsample_size import upsample_size


def conv_transpose2d(x: Tensor, weight: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
    """Stamp weight[c] into the output once for each pixel of channel c,
    multiplied by that pixel.

    The stamp of the pixel in row i and column j has its upper left
    corner in row i · stride and column j · stride. All stamps, of all
    pixels and all input channels, are added up. The filter is not
    turned round. At the end padding rows and columns are cut off on
    each of the four sides.

    Args:
        x: (B, C, H, W), B pictures with C channels.
        weight: (C, O, k, k), for each of the C channels that go in a
            filter of k × k for each of the O that come out. (A
            convolution has its O first.)
        stride: how far apart neighbouring stamps are, at least 1; it may
            be larger than k.
        padding: as in `upsample_size`.

    Returns:
        (B, O, H', W'), with H' = upsample_size(H, k, stride, padding) and
        W' likewise, in the dtype of x. The inputs stay as they are, and
        gradients reach both.
    """
    (B, _, H, W), (_, O, k, _) = x.shape, weight.shape
    out = x.new_zeros(B, O, upsample_size(H, k, stride), upsample_size(W, k, stride))
    for u in range(k):
        for v in range(k):
            stamped = torch.einsum("bchw,co->bohw", x, weight[:, :, u, v])  # (B, O, H, W): place (u, v) of all stamps
            out[:, :, u : u + H * stride : stride, v : v + W * stride : stride] += stamped
    return out[:, :, padding : out.shape[2] - padding, padding : out.shape[3] - padding]  # (B, O, H', W')


if __name__ == "__main__":
    x = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])  # (1, 1, 2, 2)
    weight = torch.tensor([[[[1.0, 10.0, 0.0], [0.0, 100.0, 0.0], [0.0, 0.0, 1.0]]]])  # (1, 1, 3, 3)
    print(conv_transpose2d(x, weight, stride=2)[0, 0])
    print("expected: [[1, 10, 2, 20, 0], [0, 100, 0, 200, 0], [3, 30, 5, 40, 2], [0, 300, 0, 400, 0], [0, 0, 3, 0, 4]]")
    print(conv_transpose2d(x, weight, stride=2, padding=1)[0, 0])
    print("expected: the same without its outermost rows and columns")
