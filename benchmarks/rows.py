"""One line of a benchmark's table: what was measured, against what, and the budget it has."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

QUIET = 1468.0  # milliseconds of `import torch, pytest` on two quiet cores


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
        cells = (self.what, f"{self.value:.3g} {self.unit}", f"{sign} {self.budget:.3g} {self.unit}", kept, self.detail)
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


class Yardstick:
    """The bare `import torch, pytest`, taken again beside each measurement; its median over the last five.

    A budget is given in the milliseconds that a quiet machine may take, on which the import takes `QUIET`, and held as
    a ratio: a busy or a slow machine needs longer for both.
    """

    def __init__(self) -> None:
        self._taken: deque[float] = deque(maxlen=5)

    def take(self) -> float:
        """Milliseconds of the import now."""
        times = 1 if self._taken else 6  # the first one warms the file cache
        for _ in range(times):
            self._taken.append(1e3 * seconds_of([sys.executable, "-c", "import torch, pytest"]))
        return statistics.median(self._taken)

    def row(self, what: str, milliseconds: float, budget: float, detail: str) -> Row:
        """`milliseconds` were measured just now."""
        import_ = self.take()
        told = f"{milliseconds:.3g} ms against {import_:.0f} ms; {detail}"
        return Row(what, milliseconds / import_, "×", budget / QUIET, told)


YARDSTICK = Yardstick()


def seconds_of(command: Sequence[str], **more: object) -> float:
    """Wall clock of one process."""
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, **more)  # type: ignore[call-overload]
    return time.perf_counter() - started
