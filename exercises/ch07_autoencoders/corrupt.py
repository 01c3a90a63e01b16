# Made from solutions/ch07_autoencoders/corrupt.py by `dltutor author stubs`; edit that file. [06bb4209]
"""Spoiling pictures on purpose: noise, and pixels that are missing."""

import torch
from torch import Tensor


def corrupt(x: Tensor, sigma: float, p: float, generator: torch.Generator, training: bool) -> Tensor:
    """Adds noise to every number, then drops some.

    Args:
        x: any shape, floats. It is left as it is.
        sigma: at least 0; the noise is normal, with mean 0 and this
            standard deviation.
        p: 0 ≤ p < 1, how probable it is that a (noisy) number is replaced
            by 0. Those that are left are divided by 1 - p, so that the
            mean stays what it was.
        generator: where all chance comes from; torch's global one is left
            alone.
        training: where it is False, x comes back with its own values, and
            nothing is drawn.

    Returns:
        The shape and dtype of x. Each number has noise of its own and is
        dropped or not by itself, and every call draws anew. Whether a
        gradient could flow is left open.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.full((2, 8), 0.6)
    generator = torch.Generator().manual_seed(0)
    print(corrupt(x, 0.0, 0.25, generator, training=True))
    print("expected: about a quarter of zeros, and 0.8 everywhere else")
    print(corrupt(x, 0.3, 0.25, generator, training=False))
    print("expected: 0.6 everywhere")
