"""One line of a benchmark's table: what was measured, against what, and the budget it has."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`value` is what the budget speaks of; `detail` gives the numbers that it comes from."""

    what: str
    value: float
    unit: str
    budget: float
    detail: str = ""
    least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the budget is: at most, or with `least` at least."""
        return self.value >= self.budget if self.least else self.value <= self.budget

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        kept = "kept" if self.kept else "MISSED"
        cells = (self.what, f"{self.value:.3g} {self.unit}", f"{sign} {self.budget:g} {self.unit}", kept, self.detail)
        return f"| {' | '.join(cells)} |"


HEAD = "| what | measured | budget | | detail |\n| --- | --- | --- | --- | --- |"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def ratio(what: str, ours: Callable[[], float], theirs: Callable[[], float], budget: float, runs: int = 7) -> Row:
    """How many times as long `ours` takes as `theirs`: both by turns, so that a noisy minute hits both; of medians."""
    ours(), theirs()  # the first of each warms the file cache
    pairs = [(ours(), theirs()) for _ in range(runs)]
    mine, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    return Row(what, mine / other, "×", budget, f"{1e3 * mine:.0f} ms against {1e3 * other:.0f} ms")


def seconds_of(command: Sequence[str], **more: object) -> float:
    """Wall clock of one process."""
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, **more)  # type: ignore[call-overload]
    return time.perf_counter() - started
