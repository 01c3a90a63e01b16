# Made from solutions/ch01_mechanics/move_to.py by `dltutor author stubs`; edit that file. [230863ed]
"""Move a whole batch, however it is wrapped, to another device or dtype."""

from typing import Any

import torch
from torch import Tensor


def move_to(obj: Any, where: torch.device | torch.dtype | str) -> Any:
    """The same structure, every tensor in it moved by `tensor.to(where)`.

    obj: a tensor, or a list, tuple, namedtuple or dict of such things,
      nested as deep as you like; it stays as it is.
    where: a device ("cuda", torch.device("cpu")) or a dtype.
    Returns lists as lists, tuples as tuples, namedtuples as the same
      namedtuple, dicts with the same keys in the same order. All else
      (text, numbers, None) comes back untouched.
    """
    raise NotImplementedError


if __name__ == "__main__":
    batch = {"pictures": torch.zeros(2, 3), "sizes": [torch.ones(2), "cm"]}
    print(move_to(batch, torch.float64))  # both tensors are float64
