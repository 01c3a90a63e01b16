# Made from solutions/ch15_gpt/bigram.py by `dltutor author stubs`; edit that file. [08a7c651]
"""A rival without a network: count what follows what."""

import torch
from torch import Tensor


def bigram(ids: Tensor, V: int) -> Tensor:
    """What comes next, judged by the last character alone.

    Row a holds log p(b | a) for each character b, with

        p(b | a) = (times(a b) + 1) / (times(a) + V)

    where times(a b) is how often b stands right behind a in the text, and
    times(a) how often anything does. The 1 and the V see to it that nothing
    is impossible only because it was never met.

    Args:
        ids: (n,) int64, the text, n at least 1. It is left as it is.
        V: how many characters there are; ids go from 0 to V - 1, and not
            all of them need to occur.

    Returns:
        (V, V) float32, natural logarithms.
    """
    raise NotImplementedError


if __name__ == "__main__":
    ids = torch.tensor([0, 1, 0, 1, 2])  # "ababc"
    print(bigram(ids, 3).exp())
    print("expected: [[0.2, 0.6, 0.2], [0.4, 0.2, 0.4], [0.3333, 0.3333, 0.3333]]")
