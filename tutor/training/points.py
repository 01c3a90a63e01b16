"""Curves with enough points and never too many.

A training run may log its loss a hundred thousand times; a plot has a few hundred columns. Each metric keeps its first
256 values one by one, the next 256 points are means of two values, the next of four, and so on: the early part, where a
loss falls fastest, stays sharp, and N values make about 256·log2(N / 256) points. What is kept depends on how often a
script logs and never on the clock, so two runs with one seed give the same curve.
"""

from __future__ import annotations

POINTS_BEFORE_DOUBLING = 256


class Series:
    """The values of one metric in one stage, thinned as they come."""

    __slots__ = ("_count", "_points", "_stride", "_sum")

    def __init__(self) -> None:
        self._stride = 1
        self._points = 0
        self._count = 0
        self._sum = 0.0

    def add(self, value: float) -> float | None:
        """Takes one value; returns the point that it completes, if any."""
        self._sum += value
        self._count += 1
        return self.rest() if self._count >= self._stride else None

    def rest(self) -> float | None:
        """The mean of the values that are not yet part of a point; None where there are none."""
        if not self._count:
            return None
        mean = self._sum / self._count
        self._sum, self._count = 0.0, 0
        self._points += 1
        if self._points >= POINTS_BEFORE_DOUBLING:
            self._points, self._stride = 0, self._stride * 2
        return mean
