"""The help screen: the keys of the screen it was called from, and how the tutor works, in a dozen lines."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tutor.tui.screens.dialog import WINDOW

ABOUT = """\
Read a step, press n. Where code is missing, press enter to write it here, or e for \
your own editor: each save is checked by itself. Marks: · new  ○ begun  ✓ done.

Your files stay in your workspace; nothing you type is ever overwritten. \
ctrl+p finds every command by name: go to a step, reset an exercise, see a solution, your history, another theme."""

# Keys of the application and of scrolling, which no screen lists itself.
ALWAYS = (
    ("↑ ↓ pgup pgdn", "scroll"),
    ("tab", "next pane"),
    ("ctrl+p", "all commands"),
    ("/", "look a word up (F1 inside the editor)"),
    ("?", "this help"),
    ("q", "quit (ctrl+q inside the editor)"),
)


class HelpScreen(ModalScreen[None]):
    """See the module's docstring."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", "close", id="help.close")
    ]
    DEFAULT_CSS = (
        f"HelpScreen {{ {WINDOW} & #window {{ width: 70; }} & VerticalScroll {{ height: auto; max-height: 1fr; }} "
        "& #keys { dock: bottom; } }"
    )

    def __init__(self, over: Screen[Any]) -> None:
        super().__init__()
        self._rows = [*_keys_of(over), *ALWAYS]

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            with VerticalScroll():
                yield Static(_table(self._rows), id="text")
                yield Static(ABOUT, id="about", markup=False)
            yield Static("esc closes", id="keys")


def _keys_of(screen: Screen[Any]) -> list[tuple[str, str]]:
    """What the screen's own bindings say, in their order."""
    bindings = (each for binding in screen._bindings.key_to_bindings.values() for each in binding)
    rows = (
        (each.key_display or each.key, each.tooltip or each.description)
        for each in bindings
        if each.id and each.description and not each.id.startswith(("app.", "dialog."))
    )
    return list(dict.fromkeys(rows))


def _table(rows: list[tuple[str, str]]) -> Content:
    width = max(len(key) for key, _ in rows) + 2
    return Content("\n").join(Content.assemble((key.ljust(width), "bold"), words) for key, words in rows)
