"""The first screen: the chapters, how far each is, and the way back to where the learner left off.

Chapter files are read by a thread; until its text is there a chapter is shown by its name. Nothing here may import what
first paint doesn't need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from tutor.tui import safe, words
from tutor.tui.library import Entry
from tutor.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from tutor.course.model import Chapter
    from tutor.tui.app import TutorApp

RESUME = "resume"
BAR = 12


class ChapterList(OptionList):
    """The list itself; enter stands in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", tooltip="open the chapter where you left off", id="home.open")
    ]


class HomeScreen(Screen[None]):
    """See the module's docstring."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "resume", "go on", tooltip="go on where you left off", id="home.resume"),
    ]
    DEFAULT_CSS = """
    HomeScreen {
        background: $background;
        & #banner { height: 1; background: $panel; padding: 0 1; }
        & OptionList { height: 1fr; border: none; padding: 1 1; background: $background; scrollbar-size-vertical: 1; }
        & OptionList:focus { border: none; background-tint: $foreground 0%; }
        & OptionList > .option-list--option { padding: 0 1; }
        & OptionList > .option-list--separator { color: $panel; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._wanted = False  # enter was pressed before it was known where to go on
        self._seen = False

    @property
    def tutor(self) -> TutorApp:
        return cast("TutorApp", self.app)

    def compose(self) -> ComposeResult:
        yield Static(id="banner")
        yield ChapterList(id="chapters")
        yield KeyLine()

    def on_mount(self) -> None:
        self.fill()
        self.query_one(OptionList).focus()

    def fill(self) -> None:
        """The list from the beginning, as the library knows it now."""
        chapters = self.query_one(OptionList)
        chapters.clear_options()
        chapters.add_option(Option(self._resume_line(), id=RESUME))
        chapters.add_option(None)
        chapters.add_options(Option(self._row(entry), id=entry.name) for entry in self.tutor.library.entries)
        chapters.highlighted = 0
        self._show_banner()

    # -- what the loading thread hands over
    def show_entry(self, entry: Entry) -> None:
        """A chapter's text or progress has come."""
        if self.is_mounted:
            self.query_one(OptionList).replace_option_prompt(entry.name, self._row(entry))
            self._show_resume()
            self._show_banner()

    def show_all(self) -> None:
        """All chapters are there."""
        self._show_resume()
        self._show_banner()
        if self._wanted:
            self._wanted = False
            self.action_resume()

    def on_screen_resume(self) -> None:
        if self._seen:
            self.tutor.library.refresh(self.show_entry)
            self._show_resume()
        self._seen = True

    def on_resize(self, event: events.Resize) -> None:
        for entry in self.tutor.library.entries:
            try:
                self.query_one(OptionList).replace_option_prompt(entry.name, self._row(entry))
            except OptionDoesNotExist:
                return
        self._show_resume()
        self._show_banner()

    def point_after(self, chapter: Chapter) -> None:
        """Puts the mark on the chapter that follows the one just finished."""
        following = self.tutor.library.next_after(chapter)
        target = (following or chapter).name
        chapters = self.query_one(OptionList)
        chapters.highlighted = chapters.get_option_index(target)

    # -- what it looks like
    def _show_banner(self) -> None:
        course, entries = self.tutor.session.course, self.tutor.library.entries
        done, steps = sum(entry.done for entry in entries), sum(entry.steps for entry in entries)
        right = f"{done} of {words.count(steps, 'step')} done" if steps else ""
        title = safe.content(f"  {course.title}" if course.title != self.app.title else "")
        left = Content.assemble((self.app.title, "bold $primary"), title)
        gap = " " * max(2, self.size.width - 2 - left.cell_length - len(right))
        self.query_one("#banner", Static).update(Content.assemble(left, gap, (right, "$text-muted")))

    def _show_resume(self) -> None:
        self.query_one(OptionList).replace_option_prompt(RESUME, self._resume_line())

    def _resume_line(self) -> Content:
        address = self.tutor.library.resume
        chapter_id, _, step_id = address.partition("/")
        chapter = self.tutor.library.chapter(chapter_id)
        if chapter is None:
            return Content.assemble(
                ("Go on", "bold"),
                ("\n  looking up where you left off …" if not address else f"\n  {address}", "$text-muted"),
            )
        started = any(entry.done for entry in self.tutor.library.entries)
        try:
            title = chapter.step(step_id).title
        except KeyError:
            title = chapter.title
        begin = "Go on" if started else "Begin"
        return Content.assemble(
            (f"{begin}: ", "bold"),
            (chapter.title, "bold"),
            " › ",
            safe.content(title),
            (f"\n  {address}", "$text-muted"),
        )

    def _row(self, entry: Entry) -> Content:
        width = max(40, (self.size.width or self.app.size.width) - 7)
        if entry.problems:
            return _broken_row(entry, width)
        chapter = entry.chapter
        if chapter is None:
            return Content.assemble(("· ", "$text-muted"), (entry.name.replace("_", "  ", 1), ""), "\n")
        finished = entry.steps and entry.done >= entry.steps
        mark, style = (
            ("✓", "$text-success") if finished else ("○", "$text-warning") if entry.done else ("·", "$text-muted")
        )
        share = entry.done / entry.steps if entry.steps else 0.0
        right = Content.assemble(
            words.bar(share, BAR),
            f" {entry.done:>3}/{entry.steps:<3}",
            (f"{words.minutes(chapter.minutes):>7}", "$text-muted"),
        )
        left = Content.assemble((mark, style), (f" {chapter.id}  ", "$text-muted"), (chapter.title, "bold"))
        left = left.truncate(width - right.cell_length - 1, ellipsis=True)
        gap = " " * (width - left.cell_length - right.cell_length)
        summary = safe.content(f"        {chapter.summary}", "$text-muted").truncate(width, ellipsis=True)
        return Content.assemble(left, gap, right, "\n", summary)

    # -- actions
    def action_resume(self) -> None:
        """Goes on where the learner left off; waits for it where that isn't known yet."""
        library = self.tutor.library
        if library.resume and (library.complete or library.chapter(library.resume.partition("/")[0])):
            self.tutor.open_address(library.resume)
        else:
            self._wanted = not library.complete

    @on(OptionList.OptionSelected, "#chapters")
    def _open_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == RESUME:
            self.action_resume()
            return
        entry = next(entry for entry in self.tutor.library.entries if entry.name == event.option_id)
        if entry.chapter is not None:
            self.tutor.open_chapter(entry.chapter)
        elif entry.problems:
            self._show_problems(entry)
        else:
            self.tutor.open_address(entry.name)

    def _show_problems(self, entry: Entry) -> None:
        from tutor.tui.screens.dialog import Show

        lines = "\n\n".join(str(problem) for problem in entry.problems)
        self.app.push_screen(
            Show(f"{entry.name} can't be opened: {words.count(len(entry.problems), 'problem')}", lines)
        )


def _broken_row(entry: Entry, width: int) -> Content:
    problems = words.count(len(entry.problems), "problem")
    first = safe.content(f"        {entry.problems[0]}", "$text-muted").truncate(width, ellipsis=True)
    name = safe.content(entry.name.replace("_", "  ", 1))
    return Content.assemble(
        ("! ", "$text-error"), name, (f"  can't be opened: {problems}, enter shows", "$text-error"), "\n", first
    )
