# Made from solutions/ch12_transformers/is_causal.py by `dltutor author stubs`; edit that file. [ed83a767]
"""Does a layer look into the future? An experiment that finds out."""

from collections.abc import Callable

import torch
from torch import Tensor


def is_causal(layer: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    """Whether no place hears a later one.

    A layer is causal if its output at place t depends on the inputs at
    places 0, 1, …, t alone. Tried at x: if some output up to place t
    changes by more than rounding (1e-5, say) when the inputs after t become
    other random numbers, the layer has looked ahead.

    Args:
        layer: makes (B, T, E) out of (B, T, D) and answers the same to the
            same input. It may be any function, also one without a
            gradient.
        x: (B, T, D), T at least 1.

    Returns:
        True or False, a bool. x and the layer are left as they are, and so
        are the gradients of the layer's parameters.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.randn(2, 5, 3)
    print(is_causal(lambda x: x.cumsum(dim=1), x), is_causal(lambda x: x - x.mean(dim=1, keepdim=True), x))
    print("expected: True False")
