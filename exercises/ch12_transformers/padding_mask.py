# Made from solutions/ch12_transformers/padding_mask.py by `dltutor author stubs`; edit that file. [000df0f5]
"""Which places of a batch of sentences hold a word, and which are padding."""

import torch
from torch import Tensor


def padding_mask(ids: Tensor, pad: int = 0) -> Tensor:
    """Find the words.

    Args:
        ids: (B, T) int64, one row for each of B sentences; a shorter
            sentence is filled up with the id `pad`.
        pad: the id that stands for "no word here".

    Returns:
        (B, T) bool: True where a word stands, False where there is padding.
        The ids are left as they are.
    """
    raise NotImplementedError


if __name__ == "__main__":
    ids = torch.tensor([[5, 2, 9], [7, 3, 0]])
    print(padding_mask(ids))
    print("expected: [[True, True, True], [True, True, False]]")
