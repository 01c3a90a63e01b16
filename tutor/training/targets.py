"""Is the target of a training step met, and what a target should be."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.course.model import Bound


def met(metrics: Mapping[str, float | str], target: Mapping[str, Bound]) -> bool:
    """Whether every bounded metric was reported and lies within its bound. Numbers may be "nan" or "inf"."""
    return all(name in metrics and bound.met(float(metrics[name])) for name, bound in target.items())


def as_json(target: Mapping[str, Bound]) -> dict[str, dict[str, float]]:
    """A target as it stands in the lesson and in `train --json`."""
    return {
        name: {side: value for side in ("at_least", "at_most") if (value := getattr(bound, side)) is not None}
        for name, bound in target.items()
    }


@dataclass(frozen=True, slots=True)
class Spread:
    """A metric over several seeds, and the bounds that an honest run keeps whatever its seed."""

    mean: float
    sd: float
    at_least: float
    at_most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Three standard deviations away, and at least 0.01; NaN where a run gave no number."""
        if any(not math.isfinite(value) for value in values):
            return cls(math.nan, math.nan, math.nan, math.nan)
        mean = statistics.fmean(values)
        sd = statistics.stdev(values) if len(values) > 1 else 0.0
        margin = max(3 * sd, 0.01)
        return cls(mean, sd, mean - margin, mean + margin)
