"""What grew in a run of many checks, and how much of that is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.steady.trend import WARM, growth, rise

ALLOWED_MEMORY = 1024  # kB in a whole run, however long: allocators and SQLite's cache grow in steps, and then stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that was measured again and again."""

    name: str
    first: int
    warm: int
    last: int
    growth: float
    allowed: int

    @property
    def grew(self) -> bool:
        return self.growth > self.allowed


def rows(series: Mapping[str, Sequence[int]]) -> list[Row]:
    """One for each series: memory by its trend, everything else by its count."""
    return [_row(name, values) for name, values in series.items()]


def grown(series: Mapping[str, Sequence[int]]) -> list[str]:
    """The names of what grew."""
    return [row.name for row in rows(series) if row.grew]


def _row(name: str, values: Sequence[int]) -> Row:
    memory = name.endswith("kB")
    return Row(
        name=name,
        first=values[0],
        warm=values[int(len(values) * WARM)],
        last=values[-1],
        growth=growth(values) if memory else rise(values),
        allowed=ALLOWED_MEMORY if memory else 0,
    )
