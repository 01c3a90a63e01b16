"""The live curve. Imported only when a run opens: the plot brings numpy (about 120 ms)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import ClassVar

import numpy as np
from rich.text import Text
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import Grid, Vertical
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import NumericAxisFormatter

from tutor.render.axes import even_step, number
from tutor.render.colours import themed
from tutor.render.legend import legend
from tutor.tui import safe
from tutor.tui.series import Series

MAX_POINTS = 300  # as many as a wide plot has half-cells
MOST_MARKS = 80  # of all series together: more hide each other
FEWEST_MARKS, MANY_MARKS = 8, 30  # of one series
# The newest live series is a line; every other has a mark of its own, so that form tells them apart where colour can't.
LIVE_MARKS = ("o", "+", "x", "#", "*", "%", "@", "&")
RECORDED_MARKS = ("·", ":", "'", ",")
LEGEND_LINES = 3
ONE_LINE = 3  # series whose names find place in one line of the legend
WIDEST_TICK = 7


class EvenTicks(NumericAxisFormatter):
    """Ticks at 1, 2 or 5 times a power of ten, and no more than there is room for: else some fall on one line."""

    def __init__(self, room: Callable[[], int]) -> None:
        self._room = room

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        room = max(2, min(self._room(), max_ticks))
        step = even_step((max_ - min_) / (room + 1))
        while len(ticks := _multiples(step, min_, max_)) > room:
            step = even_step(1.5 * step)
        return ticks

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        labels = [f"{tick:.{digits}f}" for tick in ticks]
        return labels if max(map(len, labels), default=0) <= WIDEST_TICK else [number(tick) for tick in ticks]


def _multiples(step: float, low: float, high: float) -> list[float]:
    """Those from `low` to `high`."""
    return [at * step for at in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


class Plot(PlotWidget):
    """The plot without its own keys and labels: those would take the screen's keys, and parse titles as markup."""

    BINDINGS: ClassVar[list[BindingType]] = []
    can_focus = False
    margin_top = reactive(0)
    margin_bottom = reactive(1)
    margin_left = reactive(8)

    def __init__(self) -> None:
        super().__init__(allow_pan_and_zoom=False)
        self.set_x_formatter(EvenTicks(lambda: self.size.width // 10))
        self.set_y_formatter(EvenTicks(lambda: self.size.height // 2))

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """An app that ends at this moment has taken the parts of the plot away, and it would look for them."""
        if not self.query(Grid):
            event.prevent_default()

    def _update_margin_sizes(self) -> None:
        if self.query(Grid):
            super()._update_margin_sizes()


class Legend(Widget):
    """What each line of the plot is, with its mark."""

    DEFAULT_CSS = "Legend { height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._items: list[tuple[Text, str]] = []

    def show(self, items: list[tuple[Text, str]]) -> None:
        if items != self._items:
            self._items = items
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        return Text("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Text]:
        return legend(self._items, width, LEGEND_LINES)


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
        yield Plot()

    def show(self, metric: str, several: bool, series: Sequence[Series]) -> None:
        """Draws `series`; `several` says that `v` shows another metric."""
        plot = self.query_one(Plot)
        most = max(FEWEST_MARKS, min(MANY_MARKS, MOST_MARKS // max(1, len(series))))
        forms = list(self._forms(series))
        drawn: list[tuple[Sequence[float], Sequence[float]]] = []
        with self.app.batch_update():
            plot.clear()
            for at, (one, mark, colour) in sorted(enumerate(forms), key=lambda form: bool(form[1][1])):
                if mark:  # after the line, which would hide it
                    points = spread(*thinned(one.steps, one.values, most), most, at / len(forms))
                    plot.scatter(*points, marker=mark, marker_style=colour)
                else:
                    points = thinned(one.steps, one.values, MAX_POINTS)
                    plot.plot(*points, line_style=colour, hires_mode=HiResMode.BRAILLE)
                drawn.append(points)
            plot.set_xlimits(*limits([step for steps, _ in drawn for step in steps]))
            plot.set_ylimits(*limits([value for _, values in drawn for value in values]))
        head = Text.assemble((safe.plain(metric), "bold"), (" (v: next)" if several else "", "dim"))
        names = [(Text(mark * 2 or "━━", colour), safe.plain(one.label)) for one, mark, colour in forms]
        self.query_one(Legend).show([(head, ""), *names])
        self.set_class(len(series) > ONE_LINE, "-several")

    def _forms(self, series: Sequence[Series]) -> Iterator[tuple[Series, str, str]]:
        """Each series with its mark ("" is a line) and colour, the recorded ones last."""
        dark = self.app.current_theme.dark
        colours = themed(dark)
        live = [one for one in series if not one.recorded]
        for at, one in enumerate(live):
            newest = at == len(live) - 1 and len(one.values) > 1
            yield one, "" if newest else LIVE_MARKS[at % len(LIVE_MARKS)], colours[at % len(colours)]
        for one, mark in zip((one for one in series if one.recorded), cycle(RECORDED_MARKS)):
            yield one, mark, "white" if dark else "black"


def thinned(steps: Sequence[float], values: Sequence[float], most: int) -> tuple[list[float], list[float]]:
    """At most `most` points: the means of equal runs of them. What isn't finite is left out."""
    points = [(step, value) for step, value in zip(steps, values, strict=True) if abs(value) < float("inf")]
    size = -(-len(points) // most) or 1
    groups = [points[at : at + size] for at in range(0, len(points), size)]
    return [group[-1][0] for group in groups], [sum(value for _, value in group) / len(group) for group in groups]


def limits(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Where an axis begins and ends: a hair outside of `values`, whose ends would else fall on the frame."""
    if not values:
        return None, None
    low, high = min(values), max(values)
    hair = 1e-6 * (high - low) or 0.1 * abs(high) or 1.0  # a flat curve gets room, and so ticks that differ
    return low - hair, high + hair


def spread(
    steps: Sequence[float], values: Sequence[float], count: int, shift: float
) -> tuple[Sequence[float], Sequence[float]]:
    """`count` places along the line through the points, the first `shift` of a gap behind its beginning.

    Series with other shifts have their marks at other steps, so that two equal curves never hide each other.
    """
    if len(steps) < 2:
        return steps, values
    gap = (steps[-1] - steps[0]) / count
    places = [steps[0] + (at + shift % 1) * gap for at in range(count)]
    return places, np.interp(places, steps, values).tolist()
