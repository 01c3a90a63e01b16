# Made from solutions/ch00_basics/two_layers.py by `dltutor author stubs`; edit that file. [f129ce15]
"""Neurons that listen to neurons: what one of them can't do, three can."""

from typing import Any

from neuron import neuron


def two_layers(params: dict[str, Any], inputs: list[float]) -> float:
    """The answer of a network with one hidden layer.

    Every hidden neuron sees the inputs; the last one sees their answers.

    params: {"hidden": [(weights, bias), …], "output": (weights, bias)}:
      a pair for each hidden neuron, one or more, and the pair of the
      last one, which has a weight for each hidden neuron, in order.
    inputs: n numbers; each hidden neuron has n weights.
    Returns one number from -1 to 1.
    """
    raise NotImplementedError


if __name__ == "__main__":
    either, both = ([2.0, 2.0], 2.0), ([2.0, 2.0], -2.0)  # "at least one is on", "both are on"
    params = {"hidden": [either, both], "output": ([2.0, -2.0], -2.0)}  # "either, but not both"
    for inputs in ([-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]):
        print(inputs, round(two_layers(params, inputs), 4))
    print("expected: -0.9586, 0.9523, 0.9523, -0.9586")
