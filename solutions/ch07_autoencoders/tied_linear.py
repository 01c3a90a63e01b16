"""A decoder without a weight of its own: the encoder's, the other way round."""

import torch
from torch import Tensor, nn


class TiedLinear(nn.Module):
    """The way back through a linear layer, with that layer's own weight.

    `linear` maps D numbers to k with a weight of shape (k, D). This one
    maps k numbers back to D with the very same weight, not a copy: when
    training moves the one, the other has moved, and the gradient of the
    weight is the sum of what both uses ask for. Of its own it has only
    `bias`, a parameter of shape (D,) that starts as zeros. The bias of
    `linear` plays no part on the way back.
    """

    def __init__(self, linear: nn.Linear) -> None:
        """linear: the layer to go back through, with or without a bias; it
        is not changed."""
        super().__init__()  # given
        self.linear = linear
        self.bias = nn.Parameter(torch.zeros(linear.in_features))  # (D,)

    def forward(self, codes: Tensor) -> Tensor:
        """codes: (..., k). Returns codes @ weight + bias, (..., D)."""
        return codes @ self.linear.weight + self.bias  # (..., k) @ (k, D) -> (..., D), + (D,)


if __name__ == "__main__":
    linear = nn.Linear(3, 2)  # weight (k=2, D=3)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]]))
    tied = TiedLinear(linear)
    print(tied(torch.tensor([[2.0, 1.0]])))
    print("expected: [[2, 2, -2]]")
    model = nn.Sequential(linear, tied)
    print(sum(p.numel() for p in model.parameters()))
    print("expected: 11 = 6 + 2 + 3")
