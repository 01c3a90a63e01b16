# Made from solutions/ch00_basics/neuron.py by `dltutor author stubs`; edit that file. [a23fb21a]
"""One neuron: a weighted sum, a bias, and tanh."""

import math


def neuron(
    weights: list[float],
    bias: float,
    inputs: list[float],
) -> float:
    """The answer of one neuron: tanh of its weighted sum plus its bias.

    weights: n numbers, n at least 1: how much each input counts.
    bias: what is added to the sum, whatever the inputs are.
    inputs: n numbers, as many as there are weights.
    Returns one number from -1 to 1, however large the sum is.
    Raises ValueError where there are more inputs than weights, or fewer.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(neuron([0.5, -1.0, 2.0], 0.1, [1.0, 2.0, 0.8]))  # tanh(0.2)
    print("expected: 0.19737532")
