"""A critic that knows what was ordered: it judges an example and its class
together."""

import torch
from torch import Tensor, nn


class CondDiscriminator(nn.Module):
    """Puts a learned vector for the class behind the pixels, and judges
    both (Mirza and Osindero 2014).

    Of its own it has only `embedding`, an nn.Embedding with one row of
    `size` numbers for each class, which begins at random. `body`, a module
    that is handed in, does the judging, and is part of this module: what
    moves this module's parameters moves both.
    """

    def __init__(self, body: nn.Module, classes: int, size: int) -> None:
        """body: maps (B, P + size) to (B, 1), P the pixels of an example;
        classes: how many; size: of a vector."""
        super().__init__()  # given
        self.body = body
        self.embedding = nn.Embedding(classes, size)

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """x: (B, ...) examples of P numbers each, however they lie in
        memory; labels: (B,) int64 classes.

        Returns the scores, (B,), also where B is 1: what the body says of
        each example, its P numbers in a row, with the vector of its own
        label behind them. Nothing is done to the score, and x and labels
        are left as they are.
        """
        return self.body(torch.cat([x.flatten(1), self.embedding(labels)], dim=1)).squeeze(1)  # (B, 1) -> (B,)


if __name__ == "__main__":

    class Total(nn.Module):
        """Adds up all numbers of a row."""

        def forward(self, rows: Tensor) -> Tensor:
            return rows.sum(dim=1, keepdim=True)

    model = CondDiscriminator(Total(), classes=3, size=2)
    with torch.no_grad():
        model.embedding.weight.copy_(torch.tensor([[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]]))
    print(model(torch.full((2, 1, 2, 2), 0.5), torch.tensor([2, 0])))
    print("expected: [43, 3]: four pixels of 0.5, and 20 + 21 or 0 + 1")
