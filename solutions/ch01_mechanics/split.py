"""Hold some examples back, so that there is something honest to test on."""

import torch
from torch import Tensor


def split(n: int, fraction: float, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Deal the numbers 0 to n - 1 into two groups at random.

    n: how many there are. fraction: what part is held out, 0 to 1.
    generator: where all chance comes from. Equal seeds give equal
      splits, and torch's global generator is left alone.
    Returns (kept, held_out), int64, of shape (n - h,) and (h,), where h
      is round(n * fraction). Every number is in exactly one of them,
      and each set of h numbers is equally likely to be held out.
    """
    held = round(n * fraction)
    order = torch.randperm(n, generator=generator)  # (n,)
    return order[held:], order[:held]  # (n - h,), (h,)


if __name__ == "__main__":
    kept, held_out = split(10, 0.3, torch.Generator().manual_seed(0))
    print(len(kept), len(held_out))  # 7 3
    print(sorted(kept.tolist() + held_out.tolist()))  # 0 to 9
