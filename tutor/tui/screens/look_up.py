"""Looking a word up over any screen: type, and the terms narrow down; enter opens the step that teaches one.

With nothing typed yet the words that stand on the page come first, then the whole glossary. What was not found there
is looked for in the texts of the steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.actions.lookup import Entry, Passage, drawn
from tutor.tui import safe, words
from tutor.tui.widgets.prose import inline

if TYPE_CHECKING:
    from tutor.actions.lookup import Found
    from tutor.tui.app import TutorApp

WIDTH = 72
MOST_STEPS = 8
"""Steps that speak of a word; `dltutor find` lists them all."""

Row = Entry | Passage | None
"""What a line of the list stands for; None for a heading."""


class WordLine(Input):
    """What is looked for. The arrows move the mark in the list below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move('cursor_down')", "the next one", show=False, id="look-up.down"),
        Binding("up", "screen.move('cursor_up')", "the one before", show=False, id="look-up.up"),
        Binding("pagedown", "screen.move('page_down')", "a page on", show=False, id="look-up.page-down"),
        Binding("pageup", "screen.move('page_up')", "a page back", show=False, id="look-up.page-up"),
    ]


class LookUpScreen(ModalScreen[str | None]):
    """See the module's docstring. Its result is the address of the step to open; None where nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss(None)", "close", key_display="esc", id="look-up.close")
    ]
    DEFAULT_CSS = f"""
    LookUpScreen {{
        align: center middle;
        & #window {{
            width: {WIDTH + 4}; max-width: 100%; height: 92%; max-height: 28; border: round $primary;
            background: $surface; padding: 0 1;
        }}
        & WordLine, & WordLine:focus {{ border: none; height: 1; padding: 0 1; margin-bottom: 1; }}
        & OptionList {{ height: 1fr; border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1; }}
        & OptionList > .option-list--option-disabled {{ color: $text-muted; }}
        & #told {{ height: auto; min-height: 6; max-height: 9; border-top: solid $primary-muted; }}
        & #keys {{ height: 1; color: $text-muted; }}
    }}
    """

    def __init__(self, address: str | None) -> None:
        super().__init__()
        self._address = address
        self._rows: list[Row] = []

    @property
    def tutor(self) -> TutorApp:
        return cast("TutorApp", self.app)

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield WordLine(placeholder="a word, a symbol, or a part of one", compact=True, id="word")
            entries = OptionList(id="entries")
            entries.can_focus = False
            yield entries
            yield Static(id="told")
            yield Static("⏎ opens the step   ↑ ↓ choose   esc closes", id="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(WordLine).focus()
        self._fill("")

    @on(Input.Changed, "#word")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    # -- the list
    def _fill(self, word: str) -> None:
        session, address = self.tutor.session, self._address
        self._rows, options = [], list[Option]()
        if word.strip():
            groups = _groups_of(session.look_up(word, MOST_STEPS), word)
        else:
            here = (self.tutor.attempt(lambda: session.terms_in(address)) if address else None) or ()
            rest = [entry for entry in session.glossary if entry not in here]
            groups = [("On this page", list(here)), ("In the glossary", rest)]
        for title, rows in groups:
            if rows and title:
                self._rows.append(None)
                options.append(Option(Content.styled(title, "italic"), disabled=True))
            for row in rows:
                self._rows.append(row)
                options.append(Option(_line(row)))
        listed = self.query_one("#entries", OptionList)
        listed.clear_options()
        listed.add_options(options)
        listed.highlighted = next((at for at, row in enumerate(self._rows) if row is not None), None)
        listed.scroll_home(animate=False)
        if not self._rows:
            self._tell(_nothing(word, bool(session.glossary)))

    def action_move(self, how: str) -> None:
        """Moves the mark while the line keeps the keys."""
        getattr(self.query_one("#entries", OptionList), f"action_{how}")()

    @on(OptionList.OptionHighlighted, "#entries")
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        row = self._rows[event.option_index] if event.option_index < len(self._rows) else None
        if row is not None:
            self._tell(_told(row))

    def _tell(self, content: Content) -> None:
        self.query_one("#told", Static).update(content)

    # -- going there
    @on(Input.Submitted, "#word")
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one("#entries", OptionList).highlighted
        row = self._rows[at] if at is not None and at < len(self._rows) else None
        if row is not None:
            self.dismiss(row.address)

    @on(OptionList.OptionSelected, "#entries")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows[event.option_index]
        if row is not None:
            self.dismiss(row.address)


def _groups_of(found: Found, word: str) -> list[tuple[str, list[Entry] | list[Passage]]]:
    """What stands below each other, with headings."""
    return [
        ("", [*found.exact, *found.like]),
        ("Spelt nearly so", list(found.near)),
        (f"Steps that speak of “{word.strip()}”", list(found.steps)),
    ]


def _line(row: Entry | Passage) -> Content:
    """A term with its symbol and its chapter, or a step, in one line."""
    chapter = row.address.partition("/")[0]
    if isinstance(row, Entry):
        left = Content.assemble((row.term, "bold"), (f"  {drawn(row.symbol)}", "$text-accent"))
    else:
        left = Content.assemble((f"{words.KIND_WORDS[row.kind]:6}", "$text-muted"), safe.content(row.title))
    left = left.truncate(WIDTH - len(chapter) - 3, ellipsis=True)
    gap = " " * (WIDTH - 2 - left.cell_length - len(chapter))
    return Content.assemble(left, gap, (chapter, "$text-muted"))


def _told(row: Entry | Passage) -> Content:
    """What a term means, or the words around, and the step that enter opens."""
    step = Content.assemble((f"{row.address}  ", "$text-muted"), safe.content(row.title))
    if isinstance(row, Passage):
        return Content.assemble(inline(row.around), "\n" if row.around else "", step)
    also = f"   also {', '.join(row.also)}" if row.also else ""
    head = Content.assemble((row.term, "bold"), (f"  {drawn(row.symbol)}", "$text-accent"), (also, "$text-muted"))
    return Content.assemble(head, "\n", inline(row.means), "\n", step)


def _nothing(word: str, any_terms: bool) -> Content:
    if not word.strip():
        return Content("This course has no glossary. Type a word to find the steps that speak of it.")
    where = "The glossary has no such word, and no step speaks of it." if any_terms else "No step speaks of it."
    return safe.content(where, "$text-muted")
