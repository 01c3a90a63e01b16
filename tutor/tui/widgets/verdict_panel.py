"""What the check says: what is wrong and why, or after a pass what comes of it; every promise; what was printed."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Collapsible, Static, TextArea

from tutor.checking.verdict import CheckResult, ExerciseVerdict
from tutor.tui import safe, words
from tutor.tui.widgets.prose import Prose

Part = str | Content | tuple[str, str]
Row = tuple[Content, Content]  # what stands before the text, and the text

HEADLINES: dict[str, tuple[str, str]] = {
    "passed": ("✓ passed", "bold $text-success"),
    "failed": ("✗ not yet", "bold $text-error"),
    "skipped": ("– not checked", "bold $text-warning"),
    "untouched": ("· untouched", "bold $text-muted"),
    "error": ("! the check itself broke; this is not your mistake", "bold $text-warning"),
}


class VerdictPanel(VerticalScroll):
    """Hidden until there is something to say. `lines` are those of the text that was checked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False, id="verdict.page-down")
    ]
    DEFAULT_CSS = """
    VerdictPanel {
        height: auto; padding: 0 1; display: none; background: $surface; border-top: solid $panel;
        scrollbar-size-vertical: 1;
        &.-shown { display: block; }
        &.-passed { border-top: solid $success; }
        &.-failed { border-top: solid $error; }
        &.-error, &.-skipped { border-top: solid $warning; }
        &:focus { background-tint: $foreground 3%; }
        & Static { height: auto; }
        & Collapsible { border: none; padding: 0; background: transparent; margin: 0; }
        & Collapsible Contents { padding: 0 0 0 2; }
        & CollapsibleTitle { padding: 0; }
        & Prose { padding: 0; margin-top: 1; display: none; }
        & .-told { display: block; }
        & #output-fold { display: none; }
        & #output-fold.-told { display: block; }
    }
    """

    def __init__(self, after: str) -> None:
        super().__init__(id="verdict")
        self._after = after

    def compose(self) -> ComposeResult:
        yield Static(id="headline")
        if self._after:
            yield Prose(self._after, id="after")
        yield Details()
        with Collapsible(title="Printed output", collapsed=True, id="output-fold"):
            yield Static(id="output")

    def show_checking(self) -> None:
        """A check is under way; the verdict before it stays readable below."""
        self.add_class("-shown")
        self.query_one("#headline", Static).update(Content.styled("… checking", "$text-muted"))
        self.scroll_home(animate=False)  # else a long check of new code looks as if nothing was noticed

    def show_broken(self, error: Exception) -> None:
        """The tutor could not check."""
        self._become("error")
        self.query_one("#headline", Static).update(headline("error"))
        self.query_one(Details).show([(Content(), safe.content(f"{type(error).__name__}: {error}"))])

    def show(self, verdict: ExerciseVerdict, lines: list[str]) -> None:
        """The verdict of the file as it was checked."""
        self._become(verdict.status)
        self.query_one("#headline", Static).update(headline(verdict.status, verdict, writing=self._writing))
        self.query_one(Details).show(details(verdict, lines))
        self._show_output(verdict.output)
        if self._after:
            self.query_one("#after").set_class(verdict.status == "passed", "-told")
        self.scroll_home(animate=False)

    @property
    def _writing(self) -> bool:
        """Whether keys go into the editor: there `n` is a letter."""
        return isinstance(self.app.focused, TextArea)

    def toggle_output(self) -> None:
        """Opens or closes the printed output."""
        fold = self.query_one(Collapsible)
        fold.collapsed = not fold.collapsed
        if not fold.collapsed:
            self.call_after_refresh(fold.scroll_visible, animate=False)

    def _become(self, status: str) -> None:
        self.set_classes(f"-shown -{status}")

    def _show_output(self, output: str) -> None:
        text = safe.plain(output).rstrip("\n")
        fold = self.query_one(Collapsible)
        fold.set_class(bool(text), "-told")
        if text:
            fold.title = f"Printed output, {words.count(text.count(chr(10)) + 1, 'line')} (o opens)"
            self.query_one("#output", Static).update(Content(text))


def headline(status: str, verdict: ExerciseVerdict | None = None, *, writing: bool = False) -> Content:
    """`✗ not yet   3 of 5 promises kept   0.09 s`."""
    parts: list[Part] = [HEADLINES[status]]
    if verdict is not None and verdict.checks and status in ("passed", "failed"):
        every = f"all {len(verdict.checks)}" if status == "passed" else f"{verdict.passed} of {len(verdict.checks)}"
        parts += [f"   {every} promises kept", (f"   {verdict.seconds:.2f} s", "$text-muted")]
    if status == "passed":
        parts += ["   ", ("esc, then n: next" if writing else "n next", "bold")]
    return Content.assemble(*parts)


class Details(Widget):
    """The note, the first failure in full, the other promises; a long line hangs under its beginning."""

    DEFAULT_CSS = "Details { height: auto; }"

    def __init__(self) -> None:
        super().__init__(id="details")
        self._rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        self._rows = rows
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        return hanging(self._rows, self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(hanging(self._rows, width).plain.split("\n")) if self._rows else 0


def hanging(rows: list[Row], width: int) -> Content:
    """The rows in lines of at most `width` cells, the second line of each under the text of its first."""
    lines: list[Content] = []
    for lead, text in rows:
        indent = Content(" " * lead.cell_length)
        room = max(10, width - lead.cell_length)
        wrapped = _at_slashes(text, room).wrap(room) or [Content()]
        lines.extend(Content.assemble(lead if at == 0 else indent, line) for at, line in enumerate(wrapped))
    return Content("\n").join(lines)


def _at_slashes(text: Content, room: int) -> Content:
    """The text with line ends in each path that is longer than a line, so that no name in it is torn."""
    cuts = []
    for word in re.finditer(r"\S+", text.plain):
        start = word.start()
        while word.end() - start > room and (cut := text.plain.rfind("/", start, start + room) + 1) > start:
            cuts.append(cut)
            start = cut
    return Content("\n").join(text.divide(cuts)) if cuts else text


def details(verdict: ExerciseVerdict, lines: list[str]) -> list[Row]:
    """What is said about each promise, as lead and text; `lines` are those of the file as it was checked."""
    rows: list[Row] = []
    if verdict.note:
        rows.append((Content(), safe.sentence(verdict.note)))
    failure = verdict.first_failure
    if failure is not None:
        rows.extend(_failure(failure, lines))
    rows.extend(_promise(check) for check in verdict.checks if check is not failure)
    return rows


def _failure(check: CheckResult, lines: list[str]) -> list[Row]:
    rows: list[Row] = []
    if check.diagnosis or check.mistake:
        name = safe.content(f" ({check.mistake})" if check.mistake else "", "$text-warning")
        known = Content.assemble(("Looks like a known mistake", "bold $text-warning"), name, ": ")
        rows.append((Content(), Content.assemble(known, safe.sentence(check.diagnosis))))
    rows.append(_promise(check))
    for line in safe.plain(check.message).splitlines():
        text = line.lstrip()
        indent = len(line) - len(text)  # values are indented
        rows.append((Content(" " * (2 + indent)), Content(text) if indent else safe.sentence(text)))
    if check.line is not None and not (check.reason == "wrong" and _begins(check.line, lines)):
        rows.append((Content("  "), source_line(check.line, lines)))
    return rows


def _begins(number: int, lines: list[str]) -> bool:
    """Whether the line is that of the function as a whole, which tells nobody where to look."""
    return 0 < number <= len(lines) and lines[number - 1].lstrip().startswith(("def ", "class ", "async def "))


def source_line(number: int, lines: list[str]) -> Content:
    """`line 12 │ scores = query @ keys`: where to look, with its text."""
    text = lines[number - 1] if 0 < number <= len(lines) else ""
    return Content.assemble((f"line {number} │ ", "$text-muted"), safe.content(safe.pictured(text.strip()), "bold"))


def _promise(check: CheckResult) -> Row:
    mark = Content.styled(f"{words.CHECK_MARKS[check.status]} ", words.CHECK_STYLES[check.status])
    return mark, safe.sentence(check.title, "$text-muted" if check.status == "skipped" else "")
