"""What a run tells in figures: how far it is, the curve of one metric, the newest numbers.

The curve is drawn only where something came since; that of another metric is a key away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tutor.tui.run_state import RunState
from tutor.tui.series import series
from tutor.tui.widgets.gauges import Gauges
from tutor.tui.widgets.metrics import Metrics
from tutor.tui.widgets.trend import Trend

if TYPE_CHECKING:
    from tutor.course.model import Bound
    from tutor.training.recorded import Recorded
    from tutor.tui.widgets.curve import LiveCurve


class Figures(Vertical):
    """The figures of one run after the other, held against the lesson's `target` and the recorded run."""

    DEFAULT_CSS = "Figures { height: auto; max-height: 80%; }"

    def __init__(self, target: Mapping[str, Bound], recorded: Recorded | None) -> None:
        super().__init__()
        self._target = target
        self._recorded = self._compared = recorded
        self._metric: str | None = None
        self._drawn: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Gauges()
        yield Trend()
        yield Metrics(self._target, self._recorded.metrics if self._recorded is not None else {})

    def begin(self, *, own_data: bool) -> None:
        """Another run. Without the lesson's `own_data` there is neither a target nor a curve to compare it with."""
        self._drawn = ()
        self._compared = self._recorded if own_data else None
        numbers = self._compared.metrics if self._compared is not None else {}
        self.query_one(Metrics).hold_against(self._target if own_data else {}, numbers)

    def show_progress(self, state: RunState, word: str) -> None:
        """The bars; `word` says what is going on."""
        self.query_one(Gauges).show(state, word)

    def show_numbers(self, state: RunState, *, judged: bool, passing: bool) -> None:
        """The newest value of each metric."""
        self.query_one(Metrics).show(state.metrics, judged, passing)

    def show_all_numbers(self, every: bool) -> None:
        """Also those that a narrow screen leaves out."""
        self.query_one(Metrics).show_all(every)

    def show_curve(self, state: RunState) -> None:
        """The curve of the metric that is looked at, and the line that stands for it where there is no room."""
        names = state.metric_names()
        if self._metric not in names:
            self._metric = names[0]
        curves = state.curves_of(self._metric)
        key = (self._metric, self.app.theme, *(len(curve.values) for curve in curves))
        if key == self._drawn:
            return
        view = self._curve()
        if view is not None:
            self._drawn = key
            view.show(self._metric, len(names) > 1, series(self._metric, curves, self._compared))
            self.query_one(Trend).show(self._metric, curves[-1].values)

    def show_next_metric(self, state: RunState) -> None:
        """The curve of the next metric, where there are several."""
        names = state.metric_names()
        if len(names) > 1:
            at = names.index(self._metric) if self._metric in names else 0
            self._metric = names[(at + 1) % len(names)]
            self.show_curve(state)

    def _curve(self) -> LiveCurve | None:
        """The curve's widget; mounted at the first point, since a demonstration may have none and numpy costs time."""
        from tutor.tui.widgets.curve import LiveCurve

        mounted = self.query(LiveCurve)
        if mounted:
            return mounted.first() if mounted.first().is_mounted else None
        self.mount(LiveCurve(), before=self.query_one(Metrics))
        return None
