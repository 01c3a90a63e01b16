"""Which lines stand in the plot: every stage of this run, and beside the newest what the reference did there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.training.recorded import Recorded
    from tutor.tui.run_state import Curve


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the plot; `recorded` ones are drawn with marks of their own."""

    label: str
    steps: Sequence[float]
    values: Sequence[float]
    recorded: bool = False


def series(metric: str, curves: Sequence[Curve], recorded: Recorded | None) -> list[Series]:
    """`curves` are those of one metric, the newest stage last; a reference for each of them would be a crowd."""
    lines = [Series(curve.stage or "this run", curve.steps, curve.values) for curve in curves]
    newest = curves[-1].stage if curves else ""
    points = recorded.curves.get(newest, {}).get(metric, ()) if recorded is not None else ()
    if points:
        steps, values = zip(*points, strict=True)
        label = f"reference: {newest}" if newest and len(curves) > 1 else "reference"
        lines.append(Series(label, steps, values, recorded=True))
    return lines
