"""The live curve. Imported only when a run opens: the plot brings numpy (about 120 ms)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual_plot import HiResMode, PlotWidget

from tutor.tui import safe
from tutor.tui.series import Series
from tutor.tui.widgets.metrics import packed

MAX_POINTS = 300  # as many as a wide plot has half-cells
MAX_MARKS = 30
# The newest live series is a line; every other has a mark of its own, so that form tells them apart where colour can't.
LIVE_MARKS = ("o", "+", "x", "#", "*", "%", "@")
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


class Legend(Widget):
    """What each line of the plot is, with its mark; two lines at most, and no name torn apart."""

    DEFAULT_CSS = "Legend { height: auto; max-height: 2; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._items: list[Content] = []

    def show(self, items: list[Content]) -> None:
        if [item.plain for item in items] != [item.plain for item in self._items]:
            self._items = items
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        return packed(self._items, self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return packed(self._items, width).plain.count("\n") + 1


class LiveCurve(Vertical):
    """One metric of all stages in one plot, with a legend in words."""

    DEFAULT_CSS = """
    LiveCurve {
        height: 1fr; min-height: 7;
        & Plot { height: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Legend()
        yield Plot(allow_pan_and_zoom=False)

    def show(self, metric: str, several: bool, series: Sequence[Series]) -> None:
        """Draws `series`; `several` says that `v` shows another metric."""
        plot = self.query_one(Plot)
        hint = " (v: next)" if several else ""
        legend = [Content.assemble(safe.content(metric, "bold"), (hint, "$text-muted"))]
        with self.app.batch_update():
            plot.clear()
            for one, mark, colour in self._forms(series):
                if mark:
                    plot.scatter(*thinned(one.steps, one.values, MAX_MARKS), marker=mark, marker_style=colour)
                else:
                    points = thinned(one.steps, one.values, MAX_POINTS)
                    plot.plot(*points, line_style=colour, hires_mode=HiResMode.BRAILLE)
                legend.append(Content.assemble((mark * 3 or "━━━", f"ansi_{colour}"), " ", safe.content(one.label)))
        self.query_one(Legend).show(legend)

    def _forms(self, series: Sequence[Series]) -> Iterator[tuple[Series, str, str]]:
        """Each series with its mark ("" is a line) and colour; the recorded ones last, so that no line hides them."""
        dark = self.app.current_theme.dark
        live = [one for one in series if not one.recorded]
        for at, one in enumerate(live):
            newest = at == len(live) - 1 and len(one.values) > 1
            yield one, "" if newest else LIVE_MARKS[at % len(LIVE_MARKS)], (DARK if dark else LIGHT)[at % len(DARK)]
        for one, mark in zip((one for one in series if one.recorded), cycle(RECORDED_MARKS)):
            yield one, mark, "white" if dark else "black"


def thinned(steps: Sequence[float], values: Sequence[float], most: int) -> tuple[list[float], list[float]]:
    """At most `most` points: the means of equal runs of them. What isn't finite is left out."""
    points = [(step, value) for step, value in zip(steps, values, strict=True) if abs(value) < float("inf")]
    size = -(-len(points) // most) or 1
    groups = [points[at : at + size] for at in range(0, len(points), size)]
    return [group[-1][0] for group in groups], [sum(value for _, value in group) / len(group) for group in groups]
