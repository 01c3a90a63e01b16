"""Whether a series of measurements grows, in spite of its noise."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import combinations

WARM = 0.25  # of the series: what is loaded at first use, and caches that fill


def growth(series: Sequence[float]) -> float:
    """By how much the series has grown from the end of its warm-up to its end: the median of the slopes between all
    pairs of points (Theil and Sen), so that neither a spike nor a dip counts."""
    settled = series[int(len(series) * WARM) :]
    if len(settled) < 3:
        raise ValueError("too few measurements to speak of a trend")
    slopes = ((settled[b] - settled[a]) / (b - a) for a, b in combinations(range(len(settled)), 2))
    return statistics.median(slopes) * (len(settled) - 1)


def rise(series: Sequence[int]) -> int:
    """By how many a count that should stand still ends higher than it stood after the warm-up."""
    settled = series[int(len(series) * WARM) :]
    third = max(1, len(settled) // 3)
    return max(settled[-third:]) - max(settled[:third])
