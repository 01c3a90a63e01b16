"""A demonstration: say what you expect, run it, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tutor.tui import safe
from tutor.tui.screens.quiz import AnswerLine
from tutor.tui.screens.read import heading, reading
from tutor.tui.screens.running import RunningScreen
from tutor.tui.widgets.prose import Page, Prose
from tutor.tui.widgets.run_view import RunView

if TYPE_CHECKING:
    from tutor.course.model import Chapter, RunStep
    from tutor.tui.run_state import RunState


class GuessLine(AnswerLine):
    """What the learner expects; enter runs the script."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "run it", id="run.guess")]


class RunScreen(RunningScreen["RunStep"]):
    """See the module's docstring. The guess stays on the screen beside what came out; it is never judged."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "run", "run", tooltip="run the script", id="run.run")]
    DEFAULT_CSS = """
    RunScreen {
        & Page { height: auto; max-height: 1fr; }
        & #ask { color: $text-muted; padding: 0 1; margin-top: 1; }
        & #guess { padding: 0 1; height: auto; display: none; }
        &.-guessed #guess { display: block; }
        &.-guessed #ask, &.-guessed #line, &.-ran #ask, &.-ran #line { display: none; }
    }
    """

    def __init__(self, chapter: Chapter, step: RunStep) -> None:
        super().__init__(chapter, step)
        self._hurried = False

    def compose_body(self) -> ComposeResult:
        with Page(id="page"):
            yield Prose(heading(self.step.title) + self.step.text + reading(self.step.reading))
        yield Static("What do you expect to see? One line is enough, then enter runs it.", id="ask")
        yield GuessLine(id="line")
        yield Static(id="guess")
        yield RunView({}, self.recorded(), open_output=True)
        yield Static(id="result")

    def first_focus(self) -> Widget | None:
        """The line for the guess, or, once the step is done, the text: whoever comes by again wants `n` to go on."""
        done = self.tutor.attempt(lambda: self.session.status(self.address)) == "done"
        return super().first_focus() if done else self.query_one("#line")

    @on(Input.Submitted, "#line")
    def _guessed(self, event: Input.Submitted) -> None:
        event.stop()
        guess = event.value.strip()
        if not guess and not self._hurried:
            self._hurried = True
            self.query_one("#ask", Static).update("Guess first, in a few words; enter once more runs it without.")
            return
        if guess:
            self.query_one("#guess", Static).update(Content.assemble(("You expected: ", "bold"), safe.content(guess)))
            self.add_class("-guessed")
        self.action_run()

    def action_run(self) -> None:
        """Runs the script; where it needs exercises that are open, says what can be done."""
        open_uses = self.tutor.attempt(lambda: self.session.open_uses(self.address))
        if open_uses:
            self.offer_borrowing(open_uses)
        elif open_uses is not None:
            self.start("running")

    def show_result(self, state: RunState) -> None:
        if state.failed is None and not self.view.stopped:
            result = self.query_one("#result", Static)
            compare = "Is it what you expected? " if self.has_class("-guessed") else ""
            result.update(Content.assemble(compare, ("n", "bold"), " next  ", ("r", "bold"), " runs it again"))
            result.add_class("-told")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "run" and self.is_mounted:
            return not self.view.running
        return super().check_action(action, parameters)
