"""The curves that were recorded when the chapter was made, to lay beside the learner's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.training.points import POINTS_BEFORE_DOUBLING

if TYPE_CHECKING:
    from tutor.tui.run_state import Curve


@dataclass(frozen=True, slots=True)
class Series:
    """What one line of the plot shows; `recorded` ones are drawn with marks."""

    label: str
    steps: Sequence[float]
    values: Sequence[float]
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The reference's run: its final numbers, and its curves by stage and metric. Empty where none was recorded."""

    metrics: dict[str, float] = field(default_factory=dict)
    curves: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Recorded:
        """From a chapter's `train.json`; a missing or unreadable file is an empty record: nothing depends on it."""
        try:
            reference = json.loads(path.read_text("utf-8"))["reference"]
            metrics = {str(name): float(value) for name, value in reference.get("metrics", {}).items()}
            curves = {
                str(stage): {str(metric): [float(value) for value in values] for metric, values in by_metric.items()}
                for stage, by_metric in reference.get("curves", {}).items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()
        return cls(metrics, curves)

    def series(self, metric: str, live: Sequence[Curve]) -> list[Series]:
        """The lines of one plot: what runs now, and the reference's curve of each stage that has begun."""
        lines = [Series(curve.stage or "this run", curve.steps, curve.values) for curve in live]
        for curve in live:
            values = self.curves.get(curve.stage, {}).get(metric)
            if values:
                scale = curve.steps[-1] / counted(len(curve.steps) - 1)
                steps = [counted(at) * scale for at in range(len(values))]
                label = f"reference, {curve.stage}" if curve.stage and len(live) > 1 else "reference"
                lines.append(Series(label, steps, values, recorded=True))
        return lines


def counted(index: int) -> int:
    """How many values stand behind the points up to `index` (from 0), as `tutor.training.points` thins them."""
    total, stride = 0, 1
    left = index + 1
    while left > POINTS_BEFORE_DOUBLING:
        total += POINTS_BEFORE_DOUBLING * stride
        left -= POINTS_BEFORE_DOUBLING
        stride *= 2
    return total + left * stride
