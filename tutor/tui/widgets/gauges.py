"""The bars of a run: epochs and batches with their numbers, rate and time left, in three lines at most."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from tutor.tui import safe, words
from tutor.tui.run_state import Gauge, RunState

NUMBERS = 22


class Gauges(Widget):
    """Draws what `state` says; `refresh` after it has changed."""

    DEFAULT_CSS = "Gauges { height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__(id="gauges")
        self.state: RunState | None = None
        self.word = ""
        self._drawn = 1  # lines

    def show(self, state: RunState | None, word: str) -> None:
        """`word` says what is happening: running, paused, stopped, done."""
        self.state, self.word = state, word
        drawn, self._drawn = self._drawn, self._lines()  # the state grows in place: what it was can't be asked any more
        self.refresh(layout=self._drawn != drawn)

    def _lines(self) -> int:
        return 1 if self.state is None else 1 + len(self._bars(self.state))

    def render(self) -> RenderResult:
        state = self.state
        if state is None:
            return Content(self.word)
        return Content("\n").join([self._headline(state), *(self._bar(*bar) for bar in self._bars(state))])

    def _bars(self, state: RunState) -> list[tuple[str, Gauge, str]]:
        """Name, gauge and rate of each. Bars that are full say nothing any more: the result needs their lines."""
        if state.ended_at is not None and state.failed is None and state.result is not None:
            return []
        rate = f"{state.rate:,.0f}/s" if state.rate >= 10 else f"{state.rate:.1f}/s"
        both = (("epoch", state.epoch, ""), ("batch", state.batch, rate))
        return [(name, gauge, rate) for name, gauge, rate in both if gauge is not None]

    def _headline(self, state: RunState) -> Content:
        parts: list[str | Content | tuple[str, str]] = [(self.word, "bold")]
        if state.stage:
            of = f" of {state.stages}" if state.stages else ""
            place = f" (part {state.stage_number}{of})" if state.stages or state.stage_number > 1 else ""
            parts += [("  ", ""), safe.content(state.stage), (place, "$text-muted")]
        parts.append((f"  {words.clock(state.seconds)}", "$text-muted"))
        if state.left is not None and state.ended_at is None and not state.asks:
            parts.append((f", about {words.clock(state.left)} left", "$text-muted"))
        return Content.assemble(*parts)

    def _bar(self, name: str, gauge: Gauge, rate: str) -> Content:
        of = f"/{gauge.of}" if gauge.of else ""
        numbers = f" {gauge.current}{of}  {rate}"
        width = max(10, self.size.width - 6 - NUMBERS)
        return Content.assemble((f"{name} ", "$text-muted"), words.bar(gauge.share, width), numbers)
