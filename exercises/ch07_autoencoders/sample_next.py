# Made from solutions/ch07_autoencoders/sample_next.py by `dltutor author stubs`; edit that file. [c7c59003]
"""From scores to one character: draw, more or less boldly."""

import torch
from torch import Tensor


def sample_next(
    logits: Tensor, temperature: float = 1.0, top_k: int | None = None, generator: torch.Generator | None = None
) -> int:
    """Draws one id, with the probabilities softmax(logits / temperature).

    Args:
        logits: (V,) floats, not changed. One that is -inf is never drawn,
            and at least one is finite.
        temperature: at least 0. Below 1 the favourites gain, above 1 the
            others do; 0 means the largest logit, and nothing is drawn.
        top_k: at least 1: only the k largest logits may be drawn, with
            probabilities that add up to 1 among them. None, or a k that
            is larger than V: all of them.
        generator: where all chance comes from; None is torch's global one.

    Returns:
        The id, a Python int. (Where logits are equal, and one of them has
        to go, it is open which.)
    """
    raise NotImplementedError


if __name__ == "__main__":
    logits = torch.tensor([0.5, 0.3, 0.2]).log()  # so that softmax gives 0.5, 0.3 and 0.2
    generator = torch.Generator().manual_seed(0)
    for temperature, top_k in [(1.0, None), (0.5, None), (1.0, 2), (0.0, None)]:
        drawn = [sample_next(logits, temperature, top_k, generator) for _ in range(1000)]
        print([drawn.count(i) / 1000 for i in range(3)])
    print("expected: about [0.5, 0.3, 0.2], [0.66, 0.24, 0.11], [0.625, 0.375, 0] and [1, 0, 0]")
