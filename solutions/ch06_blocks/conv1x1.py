"""The 1 × 1 convolution: a linear layer for every pixel."""

import torch
from torch import Tensor


def conv1x1(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Mix the channels of each pixel by itself.

    out[n, o, i, j] = b[o] + the sum over all channels c of
    w[o, c] · x[n, c, i, j].

    x: (B, C, H, W), pictures with C channels.
    w: (O, C), one row of weights for each new channel. b: (O,).
    Returns (B, O, H, W), in the dtype of x. The inputs are left as they
      are, and gradients reach all three.

    Source: Lin et al. 2013, section 3.1.
    """
    return torch.einsum("bchw,oc->bohw", x, w) + b[:, None, None]  # (B, O, H, W) + (O, 1, 1)


if __name__ == "__main__":
    x = torch.tensor([[[[1.0, 0.0, 3.0]], [[2.0, 4.0, -1.0]]]])  # (B=1, C=2, H=1, W=3)
    w = torch.tensor([[1.0, 1.0], [0.0, -1.0], [2.0, 0.0]])  # (O=3, C=2)
    print(conv1x1(x, w, torch.tensor([0.0, 10.0, 0.0])).squeeze())
    print("expected: [[3, 4, 2], [8, 6, 11], [2, 0, 6]]")
