"""Small windows over a screen: a question, a choice, a text to read."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.tui import safe

WINDOW = """
    align: center middle;
    & > #window {
        width: auto; min-width: 40; max-width: 90%; height: auto; max-height: 90%;
        border: round $primary; background: $surface; padding: 0 1;
    }
    & #title { text-style: bold; margin-bottom: 1; width: auto; max-width: 100%; }
    & #text { margin-bottom: 1; width: auto; max-width: 100%; }
    & #keys { color: $text-muted; width: auto; }
"""

_NOTE_WIDTH = 62  # what an 80-column terminal leaves, so that the second line is indented as the first


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a choice, with a second line in smaller words."""

    key: str
    title: str
    note: str = ""
    disabled: bool = False


class Choose(ModalScreen[str | None]):
    """A list to choose from with the arrows or the number keys; None when the learner would rather not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "never mind", id="dialog.cancel")]
    DEFAULT_CSS = f"""
    Choose {{
        {WINDOW}
        & OptionList {{ width: 70; max-width: 100%; height: auto; max-height: 16; border: none; }}
        & OptionList:focus {{ border: none; }}
    }}
    """

    def __init__(self, title: str, items: tuple[Item, ...], text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._items = items

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield Static(safe.content(self._title), id="title")
            if self._text:
                yield Static(safe.content(self._text), id="text")
            yield OptionList(*(self._option(at, item) for at, item in enumerate(self._items, 1)))
            yield Static("1-9 or enter chooses, esc closes", id="keys")

    @staticmethod
    def _option(at: int, item: Item) -> Option:
        parts: list[str | Content | tuple[str, str]] = [(f"{at}  ", "bold"), safe.content(item.title)]
        if item.note:
            for line in wrap(item.note, _NOTE_WIDTH):
                parts += ["\n   ", safe.content(line, "$text-muted")]
        return Option(Content.assemble(*parts), id=item.key, disabled=item.disabled)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def _take(self, digit: int) -> None:
        if 1 <= digit <= len(self._items) and not self._items[digit - 1].disabled:
            self.dismiss(self._items[digit - 1].key)

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "0123456789":
            event.stop()  # it would go on to the editor below, which has the keys once this window is gone
            self._take(int(event.character))


class Ask(ModalScreen[bool]):
    """A yes-or-no question; no is the safe answer, and what esc means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "yes", id="dialog.yes"),
        Binding("n,escape", "dismiss(False)", "no", id="dialog.no"),
    ]
    DEFAULT_CSS = f"Ask {{ {WINDOW} & #window {{ max-width: 64; }} }}"

    def __init__(self, question: str, yes: str = "yes", no: str = "no") -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield Static(safe.content(self._question), id="text")
            yield Static(Content.assemble(("y", "bold"), f" {self._yes}    ", ("n", "bold"), f" {self._no}"), id="keys")


class Show(ModalScreen[None]):
    """A text to read: a solution, the history, the problems of a chapter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "dismiss", "close", id="dialog.close")]
    DEFAULT_CSS = (
        f"Show {{ {WINDOW} & VerticalScroll {{ height: auto; max-height: 1fr; width: auto; max-width: 100%; }} }}"
    )

    def __init__(self, title: str, text: str | Content, keys: str = "esc closes") -> None:
        super().__init__()
        self._title = title
        self._text = text if isinstance(text, Content) else safe.content(text)
        self._keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield Static(safe.content(self._title), id="title")
            with VerticalScroll():
                yield Static(self._text, id="text")
            yield Static(self._keys, id="keys")
