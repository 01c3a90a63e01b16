"""What is left of the curve where pictures have its room: one line with its shape."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from tutor.tui import safe

LEVELS = "▁▂▃▄▅▆▇█"
WIDEST = 40


class Trend(Widget):
    """`loss █▅▃▂▂▁ (z: curve)`; its last value stands among the numbers below."""

    DEFAULT_CSS = "Trend { height: 1; padding: 0 1; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._metric = ""
        self._values: Sequence[float] = ()

    def show(self, metric: str, values: Sequence[float]) -> None:
        self._metric, self._values = metric, values
        self.refresh()

    def render(self) -> RenderResult:
        return Content.assemble(
            safe.plain(self._metric),
            (f" {shape(self._values, WIDEST)}", "$text-accent"),
            (" (z: curve)", "$text-muted"),
        )


def shape(values: Sequence[float], width: int) -> str:
    """`values` as at most `width` blocks between the lowest and the highest, each the mean of as many of them."""
    known = [value for value in values if abs(value) < float("inf")]
    if not known:
        return ""
    size = -(-len(known) // width)
    groups = [known[at : at + size] for at in range(0, len(known), size)]
    means = [sum(group) / len(group) for group in groups]
    low, high = min(means), max(means)
    share = (len(LEVELS) - 1) / (high - low) if high > low else 0.0
    return "".join(LEVELS[round((mean - low) * share)] for mean in means)
