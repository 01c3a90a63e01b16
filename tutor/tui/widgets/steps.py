"""Where the learner is in a chapter: the line at the top, and the list of steps at the side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.tui import route, safe
from tutor.tui.words import KIND_WORDS, STATUS_MARKS, STATUS_STYLES

if TYPE_CHECKING:
    from tutor.course.model import Chapter, Step
    from tutor.session import StepStatus


WIDTH = 34  # where it stands beside the text


class TitleBar(Widget):
    """`ch10 Attention › Score each key …            ○ begun · 3 of 17`, cut in the middle where it is too long."""

    DEFAULT_CSS = "TitleBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }"
    WORDS: ClassVar[dict[StepStatus, str]] = {"new": "new", "open": "begun", "done": "done"}

    status: reactive[StepStatus] = reactive("new")

    def __init__(self, chapter: Chapter, step: Step) -> None:
        super().__init__()
        self._chapter = chapter
        self._step = step

    def render(self) -> RenderResult:
        chapter, step = self._chapter, self._step
        place = f"{route.index(chapter, step) + 1} of {len(chapter.steps)}"
        right = f"{STATUS_MARKS[self.status]} {self.WORDS[self.status]} · {place}"
        room = self.size.width - cell_len(right) - 2
        left = Content.assemble(
            (f"{chapter.id} ", "$text-muted"), (chapter.title, "bold"), (" › ", "$text-muted"), safe.content(step.title)
        ).truncate(max(10, room), ellipsis=True)
        gap = " " * max(1, self.size.width - left.cell_length - cell_len(right))
        return Content.assemble(left, gap, (right, STATUS_STYLES[self.status]))


class StepList(OptionList):
    """The steps of the chapter with their marks and kinds; enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.steps", "close", show=False, id="steps.close")]
    DEFAULT_CSS = f"""
    StepList {{
        width: {WIDTH}; height: 1fr; border: none; border-right: solid $panel; padding: 0 1 0 0;
        background: $surface; scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis;
        &:focus {{ border: none; border-right: solid $primary; }}
    }}
    """

    def __init__(self, chapter: Chapter, step: Step) -> None:
        super().__init__(id="steps")
        self._chapter = chapter
        self._step = step

    def show(self, statuses: dict[str, StepStatus]) -> None:
        """Fills the list; `statuses` are by address."""
        highlighted = self.highlighted
        self.clear_options()
        self.add_options(self._option(step, statuses[self._chapter.address(step)]) for step in self._chapter.steps)
        self.highlighted = route.index(self._chapter, self._step) if highlighted is None else highlighted

    def action_page_up(self) -> None:
        if self.size:  # a screen that is just opening gives its keys here, and without a size Textual knows no lines
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        if self.size:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def _option(self, step: Step, status: StepStatus) -> Option:
        here = step.id == self._step.id
        line = Content.assemble(
            ("▸" if here else " "),
            (STATUS_MARKS[status], STATUS_STYLES[status]),
            (f" {KIND_WORDS[step.kind]:5} ", "$text-muted"),
            (step.title, "bold" if here else ""),
        )
        return Option(line, id=step.id)
