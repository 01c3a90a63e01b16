"""Curves keep their early points, their length in bounds, and every value's share."""

from __future__ import annotations

import math

import pytest

from tutor.training.points import POINTS_BEFORE_DOUBLING, Series


def points(values: list[float]) -> list[float]:
    series = Series()
    kept = [point for value in values if (point := series.add(value)) is not None]
    rest = series.rest()
    return kept if rest is None else [*kept, rest]


def test_the_first_values_are_kept_one_by_one() -> None:
    values = [float(number) for number in range(POINTS_BEFORE_DOUBLING)]
    assert points(values) == values


def test_later_points_are_means_of_two_then_four() -> None:
    values = [float(number) for number in range(128 + 256 + 8)]
    assert points(values)[128:130] == [128.5, 130.5]
    assert points(values)[-2:] == [385.5, 389.5]


@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_the_number_of_points_grows_with_the_logarithm(count: int) -> None:
    assert len(points([1.0] * count)) <= 128 * (math.log2(count / 128) + 2)


def test_a_nan_shows_in_its_point_and_nowhere_else() -> None:
    values = [1.0] * 1000
    values[600] = math.nan
    assert sum(math.isnan(point) for point in points(values)) == 1
