"""One epoch in portions: every example once, in a random order."""

from collections.abc import Iterable

import torch
from torch import Tensor


def minibatches(n: int, size: int, generator: torch.Generator, drop_last: bool = False) -> Iterable[Tensor]:
    """Deal the numbers 0 to n - 1 into batches, for one epoch.

    Args:
        n: how many examples there are, at least 1.
        size: how many make a batch, at least 1; it may be larger than n.
        generator: where all chance comes from; torch's global generator is
            left alone. Equal seeds give equal epochs. Each call draws a new
            order, and every order is equally likely.
        drop_last: leave out the last batch where it is smaller than size.

    Returns:
        The batches one after the other, as a list, a tuple or a generator:
        int64 tensors of shape (size,), the last one possibly smaller. Each
        number is in exactly one of them (in at most one with drop_last).
    """
    batches = torch.randperm(n, generator=generator).split(size)  # (size,) each, the last may be smaller
    if drop_last and len(batches[-1]) < size:
        return batches[:-1]
    return batches


if __name__ == "__main__":
    generator = torch.Generator().manual_seed(0)
    for _epoch in range(2):
        print([rows.tolist() for rows in minibatches(7, 3, generator)])
    print("expected: twice 3 batches, of 3, 3 and 1 numbers; together 0 to 6, in two different orders")
