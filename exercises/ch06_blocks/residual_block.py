# Made from solutions/ch06_blocks/residual_block.py by `dltutor author stubs`; edit that file. [90fa6406]
"""A residual block: what comes in goes on, and two convolutions add to it."""

import torch
from batch_norm import BatchNorm2d
from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """Two convolutions, and a shortcut around both.

        out = shortcut(x) + conv2(relu(norm2(conv1(relu(norm1(x))))))

    The shortcut hands x on as it is where the sum allows that. Where the
    branch makes another shape out of x (C_in is not C_out, or the stride
    is not 1), `shortcut` is a 1 × 1 convolution without a bias and
    without padding, which makes the same shape; its weights are
    `shortcut.weight`, (C_out, C_in, 1, 1). Nothing comes after the sum:
    where the branch gives 0, x comes out.

    Source: He et al. 2016, "Identity mappings in deep residual networks",
    figure 1 b (the activations stand before the convolutions).
    """

    def __init__(self, C_in: int, C_out: int, stride: int = 1) -> None:
        """C_in, C_out: channels that come in and go out. stride: by how
        much the picture gets smaller, at least 1."""
        super().__init__()  # given
        self.norm1 = BatchNorm2d(C_in)  # given
        self.conv1 = nn.Conv2d(C_in, C_out, 3, stride=stride, padding=1, bias=False)  # given
        self.norm2 = BatchNorm2d(C_out)  # given
        self.conv2 = nn.Conv2d(C_out, C_out, 3, padding=1, bias=False)  # given
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Add what the branch makes of x to what the shortcut hands on.

        x: (B, C_in, H, W); it is left as it is.
        Returns (B, C_out, H', W'), H' = (H - 1) // stride + 1, W' likewise.
        Gradients reach x and all parameters.
        """
        raise NotImplementedError


if __name__ == "__main__":
    block = ResidualBlock(1, 1)
    nn.init.zeros_(block.conv2.weight)  # a branch that adds nothing
    print(block(torch.tensor([[[[-1.0, 2.0], [3.0, -4.0]]]])).detach().squeeze())
    print("expected: [[-1, 2], [3, -4]]")
    print(tuple(ResidualBlock(3, 5, stride=2)(torch.randn(2, 3, 8, 7)).shape))
    print("expected: (2, 5, 4, 4)")
