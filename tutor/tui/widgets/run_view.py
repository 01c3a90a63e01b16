"""A run as it goes: its figures, pictures, output and questions, and which of them has the room.

A thread reads the events and only lays them down; a timer picks up all that came since the last time, folds them into
a `RunState` and paints what changed: the bars at most 15 times a second, the curve, which costs more, at most 4 times.
So a script that reports a thousand times a second can't slow down a key.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from tutor.tui.run_state import Event, RunState
from tutor.tui.widgets.ask_line import AskLine
from tutor.tui.widgets.feed import Feed
from tutor.tui.widgets.figures import Figures
from tutor.tui.widgets.trend import Trend

if TYPE_CHECKING:
    from tutor.course.model import Bound
    from tutor.training.recorded import Recorded
    from tutor.training.runner import TrainingRun

PAINTS_A_SECOND = 15
PAINTS_BETWEEN_CURVES = 4
SPARED = 2  # lines that a small curve leaves to pictures
BELOW = 2  # lines that stand below the last picture: a blank one, and the fold of the output


class RunView(Container):
    """See the module's docstring. Starts no run itself: `follow` is given one."""

    DEFAULT_CSS = """
    RunView {
        layout: vertical; height: 1fr;
        & LiveCurve { height: 14; display: none; }
        &.-feed LiveCurve { height: 9; }
        &.-feed LiveCurve.-several { height: 11; }
        &.-feed.-small LiveCurve { height: 7; }
        &.-feed.-small LiveCurve.-several { height: 9; }
        & Metrics { display: none; }
        &.-curve LiveCurve { display: block; }
        &.-curve.-large LiveCurve, &.-curve.-asks LiveCurve { display: none; }
        &.-curve.-large Trend { display: block; }
        &.-curve.-large.-asks Trend { display: none; }
        &.-numbers Metrics { display: block; }
    }
    .-low RunView.-asks Figures { display: none; }
    .-wide RunView, .-huge RunView {
        layout: horizontal;
        &.-curve Figures { width: 3fr; height: 1fr; max-height: 1fr; }
        &.-curve LiveCurve { height: 1fr; max-height: 24; display: block; }
        &.-curve.-large LiveCurve, &.-curve.-large Trend { display: none; }
        &.-curve.-large Feed { width: 4fr; }
        &.-curve Feed { width: 2fr; border-left: solid $panel; }
        Figures { width: 1fr; height: auto; max-height: 1fr; }
        Feed { width: 3fr; }
    }
    """

    class Ended(Message):
        """The run is over, and everything it told is on the screen."""

        def __init__(self, state: RunState) -> None:
            super().__init__()
            self.state = state

    def __init__(self, target: Mapping[str, Bound], recorded: Recorded | None, *, open_output: bool = False) -> None:
        super().__init__(id="run")
        self._target = target
        self._recorded = recorded
        self._open_output = open_output
        self._run: TrainingRun | None = None
        self._events: deque[Event] = deque()
        self._over = threading.Event()
        self._paints = 0
        self._changed = False  # something came that was not painted yet
        self._word = ""
        self._judged = True
        self._decided = False  # by the learner, who of curve and pictures has the room
        self._room: tuple[int, int] = (0, 0)
        self.state: RunState | None = None
        self.paused = False
        self.stopped = False

    def compose(self) -> ComposeResult:
        yield Figures(self._target, self._recorded)
        yield Feed(open_output=self._open_output, follow=bool(self._target))
        yield AskLine()

    def on_mount(self) -> None:
        self.set_interval(1 / PAINTS_A_SECOND, self._paint)

    def on_unmount(self) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        return self._run is not None

    # -- the run
    def follow(self, run: TrainingRun, word: str, *, judged: bool = True, own_data: bool = True) -> None:
        """Shows `run` from its first event; `word` says what it is, `training your code`. `judged`: its numbers are
        held against the target in the end. Without the lesson's `own_data` there is neither a target nor a curve to
        compare with."""
        self._run, self._word, self._judged = run, word, judged
        self.query_one(Figures).begin(own_data=own_data)
        self._events = deque()
        self._over = threading.Event()
        self.state = RunState()
        self.paused = self.stopped = False
        self._paints = 0
        self._changed = self._decided = False
        self.remove_class("-curve", "-numbers", "-feed", "-small", "-large", "-asks")
        self.query_one(Feed).clear()
        threading.Thread(target=self._read, args=(run, self._events, self._over), name="events", daemon=True).start()
        self._paint()

    @staticmethod
    def _read(run: TrainingRun, events: deque[Event], over: threading.Event) -> None:
        """In the thread."""
        try:
            for event in run:
                if event.get("event") == "log":
                    _import_curve()
                events.append(event)
        except Exception as error:
            events.append({"event": "failed", "message": f"The run can't be followed: {type(error).__name__}: {error}"})
        finally:
            over.set()

    def toggle_pause(self) -> None:
        """Holds the run, or lets it go on."""
        if self._run is None or self.state is None:
            return
        self.paused = not self.paused
        if self.paused:
            self._run.pause()
        else:
            self._run.resume()
        self.state.pause(self.paused)

    def stop(self) -> None:
        """Ends the run; what it has told stays. One that only waits for a line gets to its end by itself."""
        if self._run is not None:
            self.stopped = not self.asking
            if self.stopped and self.paused and self.state is not None:
                self.paused = False  # it goes on to its end
                self.state.pause(False)
            self._run.stop()

    @property
    def asking(self) -> bool:
        """Whether the script waits for a line of the learner's."""
        return self.state is not None and self.state.question is not None

    @on(AskLine.Given)
    def _given(self, event: AskLine.Given) -> None:
        event.stop()
        if self._run is not None and self.state is not None:
            self._run.answer(event.line)
            self.state.answered()

    def slide(self, by: int) -> None:
        """Moves a slider. Where the curve leaves too few lines for it, it makes room, until `v` wants it back."""
        feed = self.query_one(Feed)
        moved = feed.slide(by)
        if moved is not None:
            tall = moved.outer_size.height > feed.size.height
            if tall and self.may_fold and not self.folded and self.screen.has_class("-narrow"):
                self.fold()
            self.call_after_refresh(feed.look_at, moved)

    def toggle_details(self) -> None:
        """Opens or closes what the script printed, and the numbers that a narrow screen leaves out."""
        self.query_one(Figures).show_all_numbers(self.query_one(Feed).toggle_output())

    @property
    def may_fold(self) -> bool:
        """Whether the curve takes room that pictures or output could have."""
        return self.has_class("-curve") and self.has_class("-feed")

    def fold(self) -> None:
        """Gives the curve's room to the pictures, or back."""
        self.toggle_class("-large")
        self._decided = True
        self.screen.refresh_bindings()

    @property
    def folded(self) -> bool:
        """Whether pictures have the room of the curve."""
        return self.has_class("-large")

    def _make_room(self) -> None:
        """On a narrow screen the curve becomes smaller for a picture that doesn't fit below it, or a line where that is
        not enough, until the learner decides."""
        if self._decided or not self.may_fold or not self.screen.has_class("-narrow"):
            return
        feed, curve = self.query_one(Feed), self.query("LiveCurve").first()
        room = feed.size.height + (self.query_one(Trend) if self.folded else curve).size.height
        seen, self._room = self._room, (feed.tallest, room)
        if seen != self._room:  # what has just changed may change again, and a curve that moves about is hard to read
            return
        whole = 11 if curve.has_class("-several") else 9  # as in the style sheet
        missing = feed.tallest + BELOW + whole - room if feed.tallest else 0
        self.set_class(missing > 0, "-small")
        if self.folded != (missing > SPARED):
            self.toggle_class("-large")
            self.screen.refresh_bindings()

    def next_metric(self) -> None:
        """Shows the curve of another metric, or the curve again."""
        if self.folded:
            self.fold()
        elif self.state is not None:
            self.query_one(Figures).show_next_metric(self.state)

    # -- painting
    def _paint(self) -> None:
        state = self.state
        if state is None or not self.screen.display:  # nothing runs yet, or the screen is being taken down
            return
        over = self._over.is_set()
        while self._events:
            state.apply(self._events.popleft())
            self._changed = True
        if not self.screen.is_active and not over:  # help or a question covers it, and must answer keys at once
            return
        changed, self._changed = self._changed, False
        could_fold = self.may_fold
        if self._run is not None:
            self._paints += 1
            word = "paused" if self.paused else "waiting for you" if self.asking else self._word
            word = "stopping" if self.stopped else word
            self.query_one(Figures).show_progress(state, word)
        if changed:
            self.query_one(AskLine).show(state)
            self._show_numbers(state, judged=self._judged and state.reported, passing=not state.reported)
            self.query_one(Feed).show(state)
            self.set_class(bool(state.blocks or state.output), "-feed")
            self.set_class(state.asks, "-asks")  # on a narrow screen the answers need the room of the curve
        if self._paints % PAINTS_BETWEEN_CURVES == 0 or over:
            self._show_curve(state)
        self._make_room()
        if self.may_fold != could_fold:
            self.screen.refresh_bindings()
        if over and self._run is not None and not self._events:
            self._end(state)

    def _end(self, state: RunState) -> None:
        self._run = None
        state.end()
        self.query_one(AskLine).show(state)
        if state.result is not None and "ended" in state.result:
            self.stopped = state.result["ended"] == "stopped"
        word = "stopped" if self.stopped else "broke off" if state.failed is not None else "done"
        self.query_one(Figures).show_progress(state, word)
        self._show_numbers(state, judged=self._judged and state.result is not None, passing=False)
        self.post_message(self.Ended(state))

    def _show_numbers(self, state: RunState, judged: bool, passing: bool) -> None:
        if state.metrics:
            self.add_class("-numbers")
            self.query_one(Figures).show_numbers(state, judged=judged, passing=passing)

    def _show_curve(self, state: RunState) -> None:
        if state.curves:
            self.add_class("-curve")
            self.query_one(Figures).show_curve(state)


def _import_curve() -> None:
    """Ahead of the first point, in the thread: 120 ms that no key waits for.

    What was imported is then hidden from the garbage collector, whose passes over it are the longest pauses there are
    (40 ms each).
    """
    if "tutor.tui.widgets.curve" not in sys.modules:
        import tutor.tui.widgets.curve

        assert tutor.tui.widgets.curve
        gc.freeze()
