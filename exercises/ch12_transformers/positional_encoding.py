# Made from solutions/ch12_transformers/positional_encoding.py by `dltutor author stubs`; edit that file. [d10acde7]
"""A vector for each place of a sentence, so that a network can tell them
apart."""

import torch
from torch import Tensor


def positional_encoding(T: int, D: int) -> Tensor:
    """Waves of many lengths, read off at the places 0, 1, …, T - 1.

    The columns come in pairs i = 0, 1, 2, …, each pair with one angle:

        angle[t, i] = t / 10000^(2i / D)

        out[t, 2i]     = sin(angle[t, i])
        out[t, 2i + 1] = cos(angle[t, i])

    Args:
        T: how many places.
        D: how many numbers a place gets. If it is odd, the last pair has
            only its sine.

    Returns:
        (T, D) float32, a new tensor; nothing in it is learnt.

    Source: Vaswani et al. 2017, section 3.5.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(positional_encoding(4, 4))
    print("expected, row 1: [0.8415, 0.5403, 0.0100, 0.9999]")
