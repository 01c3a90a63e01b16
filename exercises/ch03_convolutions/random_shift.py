# Made from solutions/ch03_convolutions/random_shift.py by `dltutor author stubs`; edit that file. [b62b5de8]
"""Augmentation: every picture moved a little, each its own way."""

import torch
import torch.nn.functional as F
from torch import Tensor


def random_shift(x: Tensor, max_shift: int, generator: torch.Generator) -> Tensor:
    """Move each picture by a random number of whole pixels.

    Every picture has two draws of its own, one for down or up and one
    for right or left, each a whole number from -max_shift to max_shift,
    all equally likely. The channels of a picture move together. What is
    pushed over the edge is lost, and zeros come in at the other side.

    x: (B, C, H, W); it is left as it is.
    max_shift: at least 0, less than H and W.
    generator: where all chance comes from. Equal seeds give equal
      results, and torch's global generator is left alone.
    Returns a new tensor, (B, C, H, W), in the dtype of x.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.zeros(4, 1, 3, 3)
    x[:, :, 1, 1] = 1.0  # a dot in the middle of each picture
    shifted = random_shift(x, 1, torch.Generator().manual_seed(0))
    print(shifted)  # four pictures; the dots are in different places
    print(shifted.sum(dim=(1, 2, 3)))  # tensor([1., 1., 1., 1.]): no dot is lost
