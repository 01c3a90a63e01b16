"""A rate drawn at random, with an equal chance for each power of ten."""

import math

import torch


def log_uniform(low: float, high: float, generator: torch.Generator) -> float:
    """Draw a number between low and high whose logarithm is uniform.

    From 0.001 to 1 a third of the draws lies below 0.01, a third between
    0.01 and 0.1, and a third above.

    Source: Bergstra and Bengio 2012, section 4.1 ("drawn exponentially").

    low, high: 0 < low < high.
    generator: where the chance comes from. Equal seeds give equal numbers,
      and torch's global generator is left alone.
    Returns a float.
    """
    u = torch.rand((), generator=generator).item()  # from 0 to 1
    return math.exp(math.log(low) + u * (math.log(high) - math.log(low)))


if __name__ == "__main__":
    generator = torch.Generator().manual_seed(0)
    draws = [log_uniform(0.001, 1.0, generator) for _ in range(3000)]
    print([sum(low <= draw < 10 * low for draw in draws) for low in (0.001, 0.01, 0.1)])
    print("expected: about 1000 each")
