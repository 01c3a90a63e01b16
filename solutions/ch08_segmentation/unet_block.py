"""One floor of a U-Net: down, through what lies below, up again, and
beside it the direct way."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def conv_block(inputs: int, outputs: int) -> nn.Sequential:
    """A 3 × 3 convolution that keeps height and width, batch norm, ReLU:
    (B, inputs, H, W) to (B, outputs, H, W)."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class UNetBlock(nn.Module):
    """One floor of a U-Net (Ronneberger, Fischer and Brox 2015), with all
    the floors below it.

    The picture goes through a `conv_block`. One copy of the result, the
    skip, waits. The other is made half as high and wide, each number the
    largest of 2 × 2, goes through `sub` and is brought back to full size.
    Then the two lie on each other as channels, the skip's first, and
    a second `conv_block` makes mid channels of them. On the lowest floor,
    where there is no sub, the second block follows the first.

    Any H and W, from 1 on: where they are odd, the last row or column is
    pooled without a partner, and what then comes up one too large loses
    its last row or column.

    Modules, by these names:
        before: conv_block, inputs to mid channels.
        sub: what was handed in, and
        up: a transposed convolution with a 2 × 2 filter, stride 2 and a
            bias, from sub.out_channels to mid channels; both only where
            there is a sub.
        after: conv_block, 2 · mid to mid channels; without a sub, mid to
            mid.

    out_channels: an int, how many channels come out: mid.
    """

    def __init__(self, inputs: int, mid: int, sub: nn.Module | None = None) -> None:
        """sub: (B, mid, h, w) to (B, sub.out_channels, h, w), such as
        UNetBlock(mid, ...); None on the lowest floor."""
        super().__init__()  # given
        self.out_channels = mid
        self.before = conv_block(inputs, mid)
        if sub is not None:
            self.up = nn.ConvTranspose2d(sub.out_channels, mid, 2, stride=2)
        self.after = conv_block(mid if sub is None else 2 * mid, mid)
        self.sub = sub

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, inputs, H, W). Returns (B, mid, H, W)."""
        skip = self.before(x)  # (B, mid, H, W)
        if self.sub is None:
            return self.after(skip)
        H, W = skip.shape[2:]
        below = self.sub(F.max_pool2d(skip, 2, ceil_mode=True))  # (B, sub.out_channels, ⌈H/2⌉, ⌈W/2⌉)
        up = self.up(below)[:, :, :H, :W]  # (B, mid, H, W)
        return self.after(torch.cat([skip, up], dim=1))  # (B, 2 · mid, H, W) to (B, mid, H, W)


if __name__ == "__main__":
    block = UNetBlock(1, 12, UNetBlock(12, 24, UNetBlock(24, 24)))
    print(block(torch.rand(2, 1, 32, 32)).shape, block(torch.rand(2, 1, 5, 7)).shape)
    print("expected: [2, 12, 32, 32] and [2, 12, 5, 7]")
    print(sum(p.numel() for p in UNetBlock(1, 12, UNetBlock(12, 24)).parameters()))
    print("expected: 11784")
