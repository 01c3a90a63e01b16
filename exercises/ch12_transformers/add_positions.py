# Made from solutions/ch12_transformers/add_positions.py by `dltutor author stubs`; edit that file. [0c68b247]
"""A layer that tells every vector where it stands."""

import torch
from positional_encoding import positional_encoding
from torch import Tensor, nn


class AddPositions(nn.Module):
    """Adds the encoding of place t to the vector at place t, the same for
    every sentence of the batch.

    There is nothing to learn in it: no parameter. It goes along with the
    module: after `.to(...)` or `.double()` it works on inputs of that
    device and dtype and gives results of the same.
    """

    def __init__(self, max_len: int, D: int) -> None:
        """max_len: the most places a sentence may have. D: numbers of a
        vector."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, D) with T at most max_len; it is left as it is.
        Returns (B, T, D): x[b, t] + positional_encoding(max_len, D)[t].
        Gradients reach x."""
        raise NotImplementedError


if __name__ == "__main__":
    layer = AddPositions(max_len=5, D=4)
    print(layer(torch.ones(1, 2, 4)))
    print("expected: [[[1.0, 2.0, 1.0, 2.0], [1.8415, 1.5403, 1.0100, 1.9999]]]")
