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
        self.norm1 = BatchNorm2d(channels)
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.norm2 = BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm3 = BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Add what the branch makes of x to x.

        x: (B, channels, H, W); it is left as it is.
        Returns the shape of x. Gradients reach x and all parameters.
        """
        out = self.conv1(torch.relu(self.norm1(x)))  # (B, width, H, W)
        out = self.conv2(torch.relu(self.norm2(out)))  # (B, width, H, W)
        out = self.conv3(torch.relu(self.norm3(out)))  # (B, channels, H, W)
        return x + out


def bottleneck_parameters(channels: int, width: int) -> int:
    """How many numbers a `Bottleneck(channels, width)` has to learn.

    Returns an int.
    """
    norms = 2 * channels + 2 * width + 2 * width
    convolutions = channels * width + 9 * width**2 + width * channels
    return norms + convolutions


if __name__ == "__main__":
    block = Bottleneck(64, 16)
    print(tuple(block(torch.randn(2, 64, 8, 7)).shape))
    print("expected: (2, 64, 8, 7)")
    print(bottleneck_parameters(64, 16), sum(p.numel() for p in block.parameters()))
    print("expected: 4544 4544")
