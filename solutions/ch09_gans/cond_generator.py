"""A generator that takes orders: it is told which class it is to draw."""

import torch
from torch import Tensor, nn


class CondGenerator(nn.Module):
    """Puts a learned vector for the class behind the noise, and draws from
    both (Mirza and Osindero 2014).

    Of its own it has only `embedding`, an nn.Embedding with one row of
    `size` numbers for each class, which begins at random. `body`, a module
    that is handed in, does the drawing, and is part of this module: what
    moves this module's parameters moves both.
    """

    def __init__(self, body: nn.Module, classes: int, size: int) -> None:
        """body: maps (B, Z + size) to the examples; classes: how many;
        size: numbers in a class's vector."""
        super().__init__()  # given
        self.body = body
        self.embedding = nn.Embedding(classes, size)

    def forward(self, z: Tensor, labels: Tensor) -> Tensor:
        """z: (B, Z) noise; labels: (B,) int64 classes. Neither is changed.

        Returns what the body makes of (B, Z + size): of each row of z with
        the vector of its own label behind it.
        """
        return self.body(torch.cat([z, self.embedding(labels)], dim=1))  # (B, Z + size) -> (B, ...)


if __name__ == "__main__":
    model = CondGenerator(nn.Identity(), classes=3, size=2)  # the body shows what it is given
    with torch.no_grad():
        model.embedding.weight.copy_(torch.tensor([[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]]))
    print(model(torch.tensor([[0.5], [0.7]]), torch.tensor([2, 0])))
    print("expected: [[0.5, 20, 21], [0.7, 0, 1]]")
