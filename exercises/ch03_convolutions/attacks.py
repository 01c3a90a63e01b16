"""What the demonstrations of attacks share: noise to hold them against, and pictures with what is read in them."""

import torch
from fitting import read
from torch import Tensor, nn

SHOWN = (1, 4, 5, 7, 9)


def noise(x: Tensor, eps: float, generator: torch.Generator) -> Tensor:
    """Every pixel lighter or darker by eps, as a coin decides, and no further than to black or white."""
    signs = torch.randint(0, 2, x.shape, generator=generator) * 2 - 1  # -1 or 1
    return (x + eps * signs).clamp(0, 1)


def sample(y: Tensor) -> list[int]:
    """The places of five test pictures, one for each digit of SHOWN."""
    return [int((y == digit).nonzero()[3]) for digit in SHOWN]


def names(model: nn.Module, x: Tensor, y: Tensor) -> list[str]:
    """A label for each picture: "7" where it is read right, "7 as 3" where it is not."""
    pairs = zip(y.tolist(), read(model, x).tolist(), strict=True)
    return [f"{truth}" if truth == seen else f"{truth} as {seen}" for truth, seen in pairs]
