"""A residual block that begins as nothing and learns how loud it may be."""

import torch
from torch import Tensor, nn


class ReZero(nn.Module):
    """x + a · block(x), where a is one number that is learnt.

    Parameters: `a`, of shape (), at first 0; and those of the block, which
    belong to this module, too. At first the whole is the identity.

    Source: Bachlechner et al. 2020, section 3 (equation 1).
    """

    def __init__(self, block: nn.Module) -> None:
        """block: any module whose result has the shape of what it gets. It
        is taken as it is: none of its numbers, nor its mode, is changed."""
        super().__init__()
        self.block = block
        self.a = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor) -> Tensor:
        """Add to x what the block makes of it, a times.

        x: of any shape that the block takes; it is left as it is, and the
          block gets x itself, once.
        Returns the shape and dtype of x. Gradients reach x, a and the
        block's parameters.
        """
        return x + self.a * self.block(x)


if __name__ == "__main__":
    layer = nn.Linear(2, 2, bias=False)
    layer.weight.data = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    block, x = ReZero(layer), torch.tensor([[1.0, -1.0]])  # (1, 2); the layer makes [-1, -1] of it
    print(block(x).detach())
    print("expected: [[1, -1]]")
    block.a.data.fill_(0.5)
    print(block(x).detach())
    print("expected: [[0.5, -1.5]]")
