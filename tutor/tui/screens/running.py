"""What run and train steps share: a run that is started, held, stopped, and never left behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType

from tutor.tui import words
from tutor.tui.screens.dialog import Ask, Choose, Item
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.ask_line import AskLine
from tutor.tui.widgets.feed import Feed
from tutor.tui.widgets.run_view import RunView

if TYPE_CHECKING:
    from tutor.course.model import RunStep, TrainStep
    from tutor.training.recorded import Recorded
    from tutor.tui.run_state import RunState

SECONDS_BETWEEN_LOOKS = 0.05
LONGEST_LOADING = 60.0  # seconds; then it is tried, and what is wrong is told

RunningT = TypeVar("RunningT", bound="RunStep | TrainStep")


class RunningScreen(StepScreen[RunningT]):
    """See the module's docstring. A subclass says what is asked before a run, and what is said after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "go_on", "go on", tooltip="hold the run, or let it go on", id="run.go-on"),
        Binding("p", "pause", "pause", tooltip="hold the run, or let it go on", id="run.pause"),
        Binding("x", "stop", "stop", tooltip="stop the run; what it told stays", id="run.stop"),
        Binding("v", "curve", "curve", tooltip="the curve of the next metric", id="run.curve"),
        Binding(
            "right", "slide(1)", "slide", key_display="← →", tooltip="move the slider, on or back", id="run.slide-on"
        ),
        Binding("left", "slide(-1)", "", show=False, id="run.slide-back"),
        Binding("z", "unfold", "smaller", tooltip="pictures in the curve's place, or the curve again", id="run.unfold"),
        Binding("z", "fold", "larger", tooltip="pictures in the curve's place, or the curve again", id="run.fold"),
        Binding("i", "text", "text", tooltip="change between the text and the run", id="run.text"),
        Binding("o", "output", "output", show=False, tooltip="what was printed, and all numbers", id="run.output"),
    ]
    DEFAULT_CSS = """
    RunningScreen {
        & #page { height: 1fr; }
        & #ready { height: auto; padding: 0 1; border-left: outer $primary; }
        & RunView { display: none; }
        &.-ran RunView { display: block; }
        &.-ran #page, &.-ran #ready { display: none; }
        &.-wide.-ran StepList { display: none; }
        &.-wide.-ran.-steps StepList { display: block; }
        &.-ran.-text #page { display: block; }
        &.-ran.-text RunView { display: none; }
        & #result { height: auto; padding: 0 1; display: none; border-left: outer $warning; }
        & #result.-told { display: block; }
        & #result.-met { border-left: outer $success; }
    }
    """

    _starting = False  # the learner has asked for a run, and torch is not there yet

    @property
    def view(self) -> RunView:
        return self.query_one(RunView)

    def recorded(self) -> Recorded | None:
        """What the reference reached, where the chapter has recorded it."""
        return self.tutor.attempt(lambda: self.session.recorded(self.address))

    def start(
        self, word: str, *, reference: bool = False, borrow: bool = False, mistake: str | None = None, data: str = ""
    ) -> None:
        """Starts the script; where that is refused the sentence says why. As long as torch is imported it waits here,
        since the call would hold all keys."""
        if self.view.running or self._starting:
            return
        if self.session.loading():
            self._starting = True
            self.tutor.tell("PyTorch is still loading. The run starts by itself in a moment.")
            again = partial(self.start, word, reference=reference, borrow=borrow, mistake=mistake, data=data)
            self._when_loaded(again, time.monotonic() + LONGEST_LOADING)
            return
        run = self.tutor.attempt(
            lambda: self.session.train(
                self.address, reference=reference, borrow=borrow, mistake=mistake, data=data, asks=True
            )
        )
        if run is None:
            return
        if run.plan.edited:
            self.tutor.tell(f"{self.step.script} is your own version of the course's script.")
        self.add_class("-ran")
        self.remove_class("-text")
        self.query_one("#result").remove_class("-told", "-met")
        self.view.follow(run, word, judged=mistake is None, own_data=not data)
        self.query_one(Feed).focus()
        self.refresh_bindings()

    def _when_loaded(self, start: Callable[[], None], until: float) -> None:
        if self.session.loading() and time.monotonic() < until:
            self.set_timer(SECONDS_BETWEEN_LOOKS, partial(self._when_loaded, start, until))
        elif self.alive:
            self._starting = False
            start()

    @on(RunView.Ended)
    def _ended(self, event: RunView.Ended) -> None:
        if isinstance(self.app.screen, Ask):  # whether to stop a run that has ended is no question any more
            self.app.screen.dismiss(False)
        self.show_status()
        self.show_result(event.state)
        self.refresh_bindings()

    def show_result(self, state: RunState) -> None:
        """What is said when the run is over."""

    def offer_borrowing(self, open_uses: tuple[str, ...]) -> None:
        """Some exercises that the script needs are open: finish them, or be lent the reference."""
        first = open_uses[0]
        rest = words.count(len(open_uses), "exercise")
        items = (
            Item("finish", f"Go to {first} and finish it"),
            Item("borrow", f"Borrow the reference for {rest}", "to see it run; a borrowed run never counts as met"),
            Item("reference", "Run the reference from end to end", "nothing of yours takes part"),
        )
        self.app.push_screen(
            Choose("Not everything it needs is finished", items, f"Still open: {words.listed(open_uses)}."),
            self._offered,
        )

    def _offered(self, choice: str | None) -> None:
        if choice == "borrow":
            self.start("running with borrowed parts", borrow=True)
        elif choice == "reference":
            self.start("running the reference", reference=True)
        elif choice == "finish":
            open_uses = self.session.open_uses(self.address)
            if open_uses:
                self.tutor.open_address(open_uses[0])

    @property
    def busy(self) -> bool:
        return self.view.running

    # -- leaving
    def secure(self) -> None:
        """Nothing is typed here; a run is asked about in `question_before_leaving`."""

    def question_before_leaving(self) -> str | None:
        if self.view.running and not self.view.asking:  # one that waits has told all that counts
            return "The run is still going. Stop it? What it has told so far is kept."
        return None

    # -- actions
    def action_pause(self) -> None:
        self.view.toggle_pause()
        self.refresh_bindings()

    def action_go_on(self) -> None:
        self.action_pause()

    def action_stop(self) -> None:
        self.view.stop()

    def action_curve(self) -> None:
        self.view.next_metric()

    def action_fold(self) -> None:
        self.view.fold()

    def action_unfold(self) -> None:
        self.view.fold()

    def action_slide(self, by: int) -> None:
        """Moves the slider that the learner means by so many frames."""
        self.view.slide(by)

    def action_text(self) -> None:
        """Changes between the text and the run."""
        self.toggle_class("-text")
        asked = self.query_one(AskLine)
        target = self.query_one("#page" if self.has_class("-text") else "#feed")
        (asked.line if asked.asking and not self.has_class("-text") else target).focus()

    def action_scroll_run(self, how: str) -> None:
        """Scrolls what the run shows `up`, `down`, `page_up` or `page_down` while the line below it has the keys."""
        feed = self.query_one(Feed)
        getattr(feed, f"action_scroll_{how}" if how in ("up", "down") else f"action_{how}")()

    def action_output(self) -> None:
        self.view.toggle_details()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return super().check_action(action, parameters)
        view = self.query(RunView)
        running = bool(view) and view.first().running
        if action in ("pause", "go_on"):
            return running and view.first().paused == (action == "go_on")
        if action == "stop":
            return running
        if action in ("text", "output"):
            return self.has_class("-ran")
        if action == "slide":
            return self.has_class("-ran") and not self.has_class("-text") and self.query_one(Feed).has_slider
        if action in ("fold", "unfold"):
            seen = self.has_class("-ran") and not self.has_class("-text") and bool(view) and view.first().may_fold
            return seen and view.first().folded == (action == "unfold")
        if action == "curve":
            return self.has_class("-ran") and bool(view) and view.first().has_class("-curve")
        return super().check_action(action, parameters)
