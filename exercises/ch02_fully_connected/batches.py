"""Deals rows into batches, in a new order each time it is asked, with your minibatches."""

from collections.abc import Iterator

import torch
from minibatches import minibatches
from torch import Tensor

from tutor import live


class Batches:
    """`for x, y in Batches(...)` goes once through all rows: an epoch. The next loop has another order."""

    def __init__(self, x: Tensor, y: Tensor, size: int, seed: int) -> None:
        self.x, self.y, self.size = x, y, size
        self.generator = torch.Generator().manual_seed(seed)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        for rows in live.batches(list(minibatches(len(self.x), self.size, self.generator))):
            yield self.x[rows], self.y[rows]
