# Made from solutions/ch02_fully_connected/mlp.py by `dltutor author stubs`; edit that file. [a2847de2]
"""The multi-layer perceptron: linear layers in a stack, with a bend
between each two."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from linear import Linear
from torch import nn


def mlp(sizes: Sequence[int], act: Callable[[], nn.Module] = nn.Tanh) -> nn.Sequential:
    """A fully connected network, made of new layers.

    Args:
        sizes: at least two whole numbers: how many numbers go in, how many
            units each hidden layer has, how many scores come out. It is
            left as it is.
        act: what makes an activation, called without arguments, such as
            nn.Tanh. It is called anew for each hidden layer, since some
            activations have parameters of their own.

    Returns:
        Linear, act, Linear, act, …, Linear: len(sizes) - 1 linear layers,
        and an activation between each two, none before the first or after
        the last. It takes (..., sizes[0]) and returns (..., sizes[-1]).
    """
    raise NotImplementedError


if __name__ == "__main__":
    model = mlp([2, 30, 30, 2])
    print(model)
    print("expected: 5 layers: Linear, Tanh, Linear, Tanh, Linear")
    print(sum(p.numel() for p in model.parameters()))
    print("expected: 1082 = 90 + 930 + 62")
