"""The live curve. Imported only when a run opens: the plot brings numpy (about 120 ms)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual_plot import HiResMode, PlotWidget

from tutor.tui import safe
from tutor.tui.series import Series

MAX_POINTS = 300  # as many as a wide plot has half-cells
MAX_MARKS = 30
# The newest live series is a line; every other has a mark of its own, so that form tells them apart where colour can't.
LIVE_MARKS = ("o", "+", "x", "#")
RECORDED_MARKS = ("·", ":", "'", ",")
DARK = ("bright_cyan", "bright_yellow", "bright_green", "bright_magenta")
LIGHT = ("blue", "red", "green", "magenta")


class Plot(PlotWidget):
    """The plot without its own keys and labels: those would take the screen's keys, and parse titles as markup."""

    BINDINGS: ClassVar[list[BindingType]] = []
    can_focus = False
    margin_top = reactive(0)
    margin_bottom = reactive(1)
    margin_left = reactive(8)


class LiveCurve(Vertical):
    """One metric of all stages in one plot, with a legend in words."""

    DEFAULT_CSS = """
    LiveCurve {
        height: 1fr; min-height: 7;
        & #legend { height: auto; max-height: 2; padding: 0 1; }
        & Plot { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._legend = ""

    def compose(self) -> ComposeResult:
        yield Static(id="legend")
        yield Plot(allow_pan_and_zoom=False)

    def show(self, metric: str, several: bool, series: Sequence[Series]) -> None:
        """Draws `series`; `several` says that `v` shows another metric."""
        plot = self.query_one(Plot)
        legend = [Content.assemble(safe.content(metric, "bold"), (" (v: next)" if several else "", "$text-muted"))]
        with self.app.batch_update():
            plot.clear()
            for one, mark, colour in self._forms(series):
                if mark:
                    plot.scatter(*thinned(one.steps, one.values, MAX_MARKS), marker=mark, marker_style=colour)
                else:
                    plot.plot(
                        *thinned(one.steps, one.values, MAX_POINTS), line_style=colour, hires_mode=HiResMode.BRAILLE
                    )
                legend.append(Content.assemble((mark * 3 or "━━━", f"ansi_{colour}"), " ", safe.content(one.label)))
        shown = in_lines(legend, self.size.width - 2)
        if shown.plain != self._legend:
            self._legend = shown.plain
            self.query_one("#legend", Static).update(shown)

    def _forms(self, series: Sequence[Series]) -> Iterator[tuple[Series, str, str]]:
        """Each series with its mark ("" is a line) and colour; the recorded ones last, so that no line hides them."""
        dark = self.app.current_theme.dark
        live = [one for one in series if not one.recorded]
        for at, one in enumerate(live):
            newest = at == len(live) - 1 and len(one.values) > 1
            yield one, "" if newest else LIVE_MARKS[at % len(LIVE_MARKS)], (DARK if dark else LIGHT)[at % len(DARK)]
        for one, mark in zip((one for one in series if one.recorded), cycle(RECORDED_MARKS)):
            yield one, mark, "white" if dark else "black"


def in_lines(entries: Sequence[Content], width: int) -> Content:
    """The entries side by side; one that doesn't fit begins a line, so that no mark loses its name."""
    parts: list[Content | str] = []
    used = 0
    for entry in entries:
        if parts:
            fits = used + 3 + entry.cell_length <= width
            parts.append("   " if fits else "\n")
            used = used + 3 if fits else 0
        parts.append(entry)
        used += entry.cell_length
    return Content.assemble(*parts)


def thinned(steps: Sequence[float], values: Sequence[float], most: int) -> tuple[list[float], list[float]]:
    """At most `most` points: the means of equal runs of them. What isn't finite is left out."""
    points = [(step, value) for step, value in zip(steps, values, strict=True) if abs(value) < float("inf")]
    size = -(-len(points) // most) or 1
    groups = [points[at : at + size] for at in range(0, len(points), size)]
    return [group[-1][0] for group in groups], [sum(value for _, value in group) / len(group) for group in groups]
