# Made from solutions/ch04_recurrent/pad_batch.py by `dltutor author stubs`; edit that file. [4f41fedd]
"""Names of different lengths in one tensor."""

import torch
from torch import Tensor


def pad_batch(names: list[Tensor], pad: int = 0) -> tuple[Tensor, Tensor]:
    """Puts sequences of ids below each other, filled up on the right.

    names: B tensors of ids, int64, shape (length,), each length at least
      1; they are not changed.
    Returns x: (B, T) int64, T the longest length, `pad` where a name is
      over; and lengths: (B,) int64, how many ids of each row are real.
      (An id that happens to equal `pad` is real, too.)
    """
    raise NotImplementedError


if __name__ == "__main__":
    names = [torch.tensor([3, 5, 5, 3]), torch.tensor([9, 7]), torch.tensor([4, 3, 8])]
    x, lengths = pad_batch(names)
    print(x)  # [[3, 5, 5, 3], [9, 7, 0, 0], [4, 3, 8, 0]]
    print(lengths)  # [4, 2, 3]
