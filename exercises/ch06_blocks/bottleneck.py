# Made from solutions/ch06_blocks/bottleneck.py by `dltutor author stubs`; edit that file. [73e29bb4]
"""A bottleneck: the costly convolution works on few channels."""

import torch
from batch_norm import BatchNorm2d
from torch import Tensor, nn


class Bottleneck(nn.Module):
    """Down to few channels, a 3 × 3 convolution there, and up again.

        out = x + conv3(relu(norm3(conv2(relu(norm2(conv1(relu(norm1(x))))))))

    Modules, by these names:
    conv1: 1 × 1, from `channels` to `width`.
    conv2: 3 × 3 with a padding of 1, from `width` to `width`.
    conv3: 1 × 1, from `width` to `channels`.

    No convolution has a bias. norm1, norm2 and norm3 are BatchNorm2d.
    Nothing but these six has anything to learn.

    Source: He et al. 2015, figure 5, in the order of He et al. 2016.
    """

    def __init__(self, channels: int, width: int) -> None:
        """channels: of x and of the result. width: channels of the 3 × 3
        convolution."""
        super().__init__()  # given
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Add what the branch makes of x to x.

        x: (B, channels, H, W); it is left as it is.
        Returns the shape of x. Gradients reach x and all parameters.
        """
        raise NotImplementedError


def bottleneck_parameters(channels: int, width: int) -> int:
    """How many numbers a `Bottleneck(channels, width)` has to learn.

    Returns an int.
    """
    raise NotImplementedError


if __name__ == "__main__":
    block = Bottleneck(64, 16)
    print(tuple(block(torch.randn(2, 64, 8, 7)).shape))
    print("expected: (2, 64, 8, 7)")
    print(bottleneck_parameters(64, 16), sum(p.numel() for p in block.parameters()))
    print("expected: 4544 4544")
