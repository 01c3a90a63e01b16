"""The numbers of a run: each metric as it is now, beside what it must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tutor.tui import safe, words

if TYPE_CHECKING:
    from tutor.course.model import Bound


class Metrics(Static):
    """`test_accuracy 0.9312   target at least 0.9, the reference has 0.94   ✓ met`."""

    DEFAULT_CSS = "Metrics { height: auto; padding: 0 1; }"

    def __init__(self, target: Mapping[str, Bound], reference: Mapping[str, float]) -> None:
        super().__init__(id="metrics")
        self._target = target
        self._reference = reference
        self._shown: dict[str, float] | None = None

    def show(self, metrics: Mapping[str, float], judged: bool) -> None:
        """`judged`: the run has ended, so that a target is met or not."""
        key = {**metrics, "": float(judged)}
        if key != self._shown:
            self._shown = key
            self.update(table(metrics, self._target, self._reference, judged))


def table(
    metrics: Mapping[str, float], target: Mapping[str, Bound], reference: Mapping[str, float], judged: bool
) -> Content:
    """A row for each target, since it is what counts; the other numbers share the rows below."""
    rows = [_bounded(name, bound, metrics.get(name), reference.get(name), judged) for name, bound in target.items()]
    others = [f"{safe.plain(name)} {words.number(value)}" for name, value in metrics.items() if name not in target]
    if others:
        rows.append(Content.styled("   ".join(others), "$text-muted"))
    return Content("\n").join(rows)


def _bounded(name: str, bound: Bound, value: float | None, reference: float | None, judged: bool) -> Content:
    now = words.number(value) if value is not None else "–"
    parts: list[str | tuple[str, str]] = [
        (f"{safe.plain(name)} ", "bold"),
        f"{now}   ",
        (f"target {bound}", "$text-muted"),
    ]
    if reference is not None:
        parts.append((f", the reference has {words.number(reference)}", "$text-muted"))
    if judged and value is not None:
        parts.append(("   ✓ met", "bold $text-success") if bound.met(value) else ("   ✗ missed", "bold $text-error"))
    return Content.assemble(*parts)
