# Made from solutions/ch07_autoencoders/lm_batches.py by `dltutor author stubs`; edit that file. [2d13833e]
"""Pieces of a long text, and what comes next in each."""

import torch
from torch import Tensor


def lm_batches(ids: Tensor, B: int, T: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Draws one batch of pieces of T ids, and for each id the one that
    follows it.

    Args:
        ids: (n,) int64, the text, n at least T + 1. It is left as it is.
        B: how many pieces, at least 1; it may be larger than n.
        T: their length, at least 1.
        generator: where all chance comes from; torch's global one is left
            alone.

    Returns:
        x: (B, T) int64, each row a piece of the text, without a gap.
        y: (B, T) int64, y[b, t] is the id that follows x[b, t] in the text.

        Each row begins at a place drawn for itself, and every place where
        piece and follower fit into the text is equally likely.
    """
    raise NotImplementedError


if __name__ == "__main__":
    text = "hello world"
    ids = torch.tensor([ord(letter) for letter in text])  # (n=11,)
    x, y = lm_batches(ids, 3, 4, torch.Generator().manual_seed(0))
    for piece, following in zip(x.tolist(), y.tolist()):
        print(repr("".join(map(chr, piece))), "->", repr("".join(map(chr, following))))
    print("expected: three pairs such as 'ello' -> 'llo '")
