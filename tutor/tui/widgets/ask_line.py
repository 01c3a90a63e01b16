"""The line that a script asks the learner for: `live.ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tutor.training.lines import clean
from tutor.tui import safe

if TYPE_CHECKING:
    from tutor.tui.run_state import RunState


class TypedLine(Input):
    """Enter gives the line to the script; esc gives the keys back to the screen, and tab comes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "give it the line", id="ask.submit"),
        Binding("escape", "leave", "leave the line", key_display="esc", id="ask.leave"),
        *(
            Binding(key, f"screen.scroll_run('{how}')", show=False, id=f"ask.{how}")
            for key, how in (("up", "up"), ("down", "down"), ("pageup", "page_up"), ("pagedown", "page_down"))
        ),
    ]

    def on_paste(self, event: events.Paste) -> None:
        """The first line of what is pasted, without what could harm or is too long."""
        event.prevent_default()
        event.stop()
        line = clean(next(iter(event.text.strip().splitlines()), ""))
        self.replace(line, *self.selection)

    def action_leave(self) -> None:
        self.screen.query_one("#feed").focus()


class AskLine(Horizontal):
    """Title, prompt and line. There as long as the script has questions; between two of them one can type ahead."""

    DEFAULT_CSS = """
    AskLine {
        dock: bottom; height: 2; padding: 0 1; display: none; background: $surface;
        border-top: solid $primary; border-title-style: bold; border-title-color: $foreground;
        &.-asking { display: block; }
        & #prompt { width: auto; max-width: 50%; height: 1; margin-right: 1; text-style: bold; }
        & TypedLine { width: 1fr; }
    }
    """

    class Given(Message):
        """The learner gave a line; an empty one means that there will be no other."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    def __init__(self) -> None:
        super().__init__(id="asking")
        self._open = False  # the script waits
        self._number = 0

    def compose(self) -> ComposeResult:
        yield Static(id="prompt")
        yield TypedLine(id="typed", compact=True)

    @property
    def asking(self) -> bool:
        return self.has_class("-asking")

    @property
    def line(self) -> TypedLine:
        return self.query_one(TypedLine)

    def show(self, state: RunState) -> None:
        """Brings it up to date. The first question takes the keys."""
        question = state.question
        if question is None:
            self._open = False
            if not state.asks:
                self._put_away()
            return
        if self._open:
            return
        self._open = True
        number = int(question["number"])
        suggestion = clean(str(question["suggestion"]))
        self.query_one("#prompt", Static).update(safe.content(f"{clean(str(question['prompt']))}:"))
        if number <= 1:
            self.line.value = suggestion
        self.line.placeholder = f"such as {suggestion}, or enter to end" if suggestion else "enter alone ends it"
        self.border_title = safe.content(clean(str(question["title"])))
        self._show_it()

    def _show_it(self) -> None:
        if self.asking:
            return
        self.add_class("-asking")
        if not self.screen.has_class("-text"):  # else the learner reads, and the line waits behind the text
            self.call_after_refresh(self.line.focus)

    def _put_away(self) -> None:
        if self.asking:
            if self.line.has_focus:
                self.screen.query_one("#feed").focus()
            self.remove_class("-asking")
            self.line.value = ""

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        line = clean(event.value)
        if event.value and not line:  # blanks are no answer, and none that ends the questions
            self.line.value = ""
        elif self._open:  # else it is still busy with the line before, and this one stays
            self._open = False
            self.line.value = ""
            self.post_message(self.Given(line))
