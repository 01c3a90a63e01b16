"""Layers of neurons whose weights are Values, so that a tape is recorded while they work."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from tape import Value

Point = list[float]


class Network:
    """Every neuron of a layer sees all numbers of the layer before: weighted sum, bias, tanh.

    sizes: how many numbers go in, then how many neurons each layer has.
      [2, 4, 1] takes two numbers, has four hidden neurons and one that
      answers. The last layer has one neuron.
    seed: decides the random numbers that the weights start from.
    """

    def __init__(self, sizes: list[int], seed: int = 0) -> None:
        chance = random.Random(seed)
        self.layers: list[list[list[Value]]] = []  # of each layer its neurons, of each neuron its weights and its bias
        for before, count in pairwise(sizes):
            spread = 1 / math.sqrt(before)
            self.layers.append([[Value(chance.gauss(0, spread)) for _ in range(before + 1)] for _ in range(count)])

    def parameters(self) -> list[Value]:
        """All weights and biases: the numbers that are learned."""
        return [parameter for layer in self.layers for neuron in layer for parameter in neuron]

    def zero(self) -> None:
        """Clears the gradient of every parameter."""
        for parameter in self.parameters():
            parameter.grad = 0.0

    def forward(self, inputs: list[Point]) -> list[Value]:
        """One prediction for each point, each with the tape that led to it."""
        return [self._answer(point) for point in inputs]

    def loss(self, predictions: list[Value], targets: list[float]) -> Value:
        """The mean squared error, as a Value: the end of the tape."""
        total = Value(0.0)
        for prediction, target in zip(predictions, targets, strict=True):
            error = prediction - target
            total = total + error * error
        return total * (1 / len(predictions))

    def update(self, lr: float) -> None:
        """Moves every parameter a small step against its gradient."""
        for parameter in self.parameters():
            parameter.data -= lr * parameter.grad

    def predict(self, point: Point) -> float:
        """The same answer as `forward` gives, without a tape: quicker, where nothing is to be learned."""
        numbers = point
        for layer in self.layers:
            numbers = [
                math.tanh(sum(w.data * x for w, x in zip(weights, numbers, strict=True)) + bias.data)
                for *weights, bias in layer
            ]
        return numbers[0]

    def numbers(self) -> list[list[tuple[list[float], float]]]:
        """The weights and the bias of every neuron as plain floats, layer by layer."""
        return [[([w.data for w in weights], bias.data) for *weights, bias in layer] for layer in self.layers]

    def _answer(self, point: Point) -> Value:
        values = [Value(number) for number in point]
        for layer in self.layers:
            values = [_fire(neuron, values) for neuron in layer]
        return values[0]


def _fire(neuron: list[Value], inputs: list[Value]) -> Value:
    """Your neuron once more, in Values instead of floats."""
    *weights, total = neuron  # the sum begins with the bias
    for weight, number in zip(weights, inputs, strict=True):
        total = total + weight * number
    return total.tanh()
