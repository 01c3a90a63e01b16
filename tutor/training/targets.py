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

    def allows(self, bound: Bound) -> bool:
        """Whether an honest run keeps `bound` whatever its seed."""
        low = bound.at_least is None or bound.at_least <= self.at_least
        high = bound.at_most is None or bound.at_most >= self.at_most
        return low and high

    def instead(self, bound: Bound) -> str:
        """What to do about a bound that is not kept: a gain that may be none proves nothing, whatever it asks."""
        if not math.isfinite(self.mean):
            return "mend what makes it so"
        if bound.at_least is not None and self.at_least <= 0 < bound.at_least:
            return "that is too much chance; take a steadier metric or more data, or no bound on it"
        return "ask for that"

    def __str__(self) -> str:
        """What may be asked, rounded to the side that is kept."""
        if not math.isfinite(self.mean):
            return "nothing: not every run gave a number"
        low, high = math.floor(self.at_least * 1000) / 1000, math.ceil(self.at_most * 1000) / 1000
        return f"at_least {low:g} or at_most {high:g}"

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Three standard deviations away, and at least 0.01; NaN where a run gave no number."""
        if any(not math.isfinite(value) for value in values):
            return cls(math.nan, math.nan, math.nan, math.nan)
        mean = statistics.fmean(values)
        sd = statistics.stdev(values) if len(values) > 1 else 0.0
        margin = max(3 * sd, 0.01)
        return cls(mean, sd, mean - margin, mean + margin)


def misfits(target: Mapping[str, Bound], seeds: Mapping[str, Sequence[float]]) -> tuple[str, ...]:
    """What a target asks that the recorded seeds do not promise, a sentence for each metric; empty where it fits."""
    said = []
    for name, bound in target.items():
        if name not in seeds:
            known = ", ".join(seeds) or "nothing"
            said.append(f"`{name}` is no result of the script, which reports {known}; name one of these")
        elif not (spread := Spread.of(seeds[name])).allows(bound):
            said.append(f"`{name}` asks {bound}, but {len(seeds[name])} seeds allow {spread}: {spread.instead(bound)}")
    return tuple(said)
