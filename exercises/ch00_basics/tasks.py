"""Three small tasks: exclusive or, two moons, and handwritten threes and eights. Answers are -1 or 1."""

from __future__ import annotations

import math
import random
from typing import NamedTuple

import handwriting


class Task(NamedTuple):
    """Points to learn from, and others to be tested with.

    inputs: N lists of numbers; targets: N numbers, each -1 or 1. The same for the test.
    """

    inputs: list[list[float]]
    targets: list[float]
    test_inputs: list[list[float]]
    test_targets: list[float]


def exclusive_or(seed: int, noise: float = 0.2) -> Task:
    """40 points around the four corners, 400 more for the test; 1 where exactly one of the two numbers is near 1."""

    def point(i: int, chance: random.Random) -> tuple[list[float], float]:
        x, y = [(-1, -1), (-1, 1), (1, -1), (1, 1)][i % 4]
        return [x + chance.gauss(0, noise), y + chance.gauss(0, noise)], 1.0 if x != y else -1.0

    return _drawn(point, 40, 400, seed)


def moons(seed: int, noise: float = 0.15) -> Task:
    """100 points on two half circles that hold each other, 1,000 more for the test; 1 for the upper moon."""

    def point(i: int, chance: random.Random) -> tuple[list[float], float]:
        angle = chance.uniform(0, math.pi)
        upper = i % 2 == 0
        x, y = (math.cos(angle), math.sin(angle)) if upper else (1 - math.cos(angle), 0.5 - math.sin(angle))
        return [x - 0.5 + chance.gauss(0, noise), y - 0.25 + chance.gauss(0, noise)], 1.0 if upper else -1.0

    return _drawn(point, 100, 1000, seed)


def threes_and_eights() -> Task:
    """275 pictures of 64 numbers, and 82 for the test; 1 for an eight, -1 for a three."""
    learn, test = ([pair for pair in part if pair[1] in (3, 8)] for part in handwriting.load())
    return Task(*_answered(learn), *_answered(test))


def _drawn(point, count: int, test: int, seed: int) -> Task:
    chance = random.Random(seed)
    pairs = [point(i, chance) for i in range(count + test)]
    return Task(*map(list, zip(*pairs[:count])), *map(list, zip(*pairs[count:])))


def _answered(pairs: list[tuple[handwriting.Picture, int]]) -> tuple[list[handwriting.Picture], list[float]]:
    return [picture for picture, _ in pairs], [1.0 if digit == 8 else -1.0 for _, digit in pairs]
