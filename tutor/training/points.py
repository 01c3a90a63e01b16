"""Curves with enough points and never too many.

A training run may log its loss a hundred thousand times; a plot has a few hundred columns. Each metric keeps its first
128 values one by one, the next 128 points are means of two values, the next of four, and so on: the early part, where a
loss falls fastest, stays sharp, and N values make about 128·log2(N / 128) points. What is kept depends on how often a
script logs and never on the clock, so two runs with one seed give the same curve.
"""

from __future__ import annotations

from collections.abc import Iterator

POINTS_BEFORE_DOUBLING = 128


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


class Curves:
    """What one stage logged. Values are only put down when they come and thinned together later: done between batches,
    where nothing of it is in the processor's caches, each piece of work costs about five times as much."""

    def __init__(self) -> None:
        self._series: dict[str, Series] = {}
        self._new: list[tuple[int, int | None, dict[str, float]]] = []

    def add(self, step: int, epoch: int | None, values: dict[str, float]) -> None:
        """The values of one call of `live.log`."""
        self._new.append((step, epoch, values))

    def points(self) -> Iterator[tuple[int, int | None, dict[str, float]]]:
        """The points that are complete by now: step, epoch, and each metric that has one there."""
        new, self._new = self._new, []
        for step, epoch, values in new:
            found = {}
            for name, value in values.items():
                series = self._series.get(name)
                if series is None:
                    series = self._series[name] = Series()
                point = series.add(value)
                if point is not None:
                    found[name] = point
            if found:
                yield step, epoch, found

    def rest(self) -> dict[str, float]:
        """What is left of each metric at the end of its loop, as a last point."""
        return {name: point for name, series in self._series.items() if (point := series.rest()) is not None}
