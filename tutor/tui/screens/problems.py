"""Why a chapter that is being written can't be shown; the step comes back by itself once the file is mended."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.tui import safe, words
from tutor.tui.screens.dialog import WINDOW


class ProblemsScreen(ModalScreen[None]):
    """All problems, over the step as it was; esc shows that until the next save."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", id="problems.close"),
        Binding("q", "app.quit", "quit", id="problems.quit"),
    ]
    DEFAULT_CSS = f"""
    ProblemsScreen {{
        {WINDOW}
        & > #window {{ border: round $error; width: 90%; }}
        & VerticalScroll {{ height: auto; max-height: 1fr; }}
        & #text, & #keys {{ width: 100%; }}
    }}
    """

    def __init__(self, problems: str) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield Static(id="title")
            with VerticalScroll():
                yield Static(id="text")
            yield Static("Mend and save: the step comes back by itself. esc shows it as it was, q quits.", id="keys")

    def on_mount(self) -> None:
        self.show(self._problems)

    def show(self, problems: str) -> None:
        """`problems` are what is wrong now, one a line."""
        self._problems = problems
        if self.query("#text"):  # not yet there where the next save comes before this screen is built
            lines = problems.splitlines()
            self.query_one("#title", Static).update(f"! {words.count(len(lines), 'problem')}")
            self.query_one("#text", Static).update(safe.content("\n\n".join(lines)))
