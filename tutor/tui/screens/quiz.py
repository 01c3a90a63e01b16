"""A question: choices taken with the number keys, or an answer typed in a line; the reason follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.tui.screens.read import heading, reading
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.hanging import Hanging
from tutor.tui.widgets.prose import Page, Prose, inline

if TYPE_CHECKING:
    from tutor.actions.results import QuizResult
    from tutor.course.model import Chapter, QuizStep


def _scrolling(name: str, *keys: tuple[str, str]) -> list[BindingType]:
    """Keys that scroll the question while the answer has the focus."""
    return [Binding(key, f"screen.scroll_text('{how}')", show=False, id=f"{name}.{how}") for key, how in keys]


class Choices(OptionList):
    """The choices; a number key answers at once, enter answers with the marked one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *_scrolling("choices", ("pageup", "page_up"), ("pagedown", "page_down")),
        Binding("enter", "select", "answer", id="quiz.answer"),
        *(
            Binding(str(digit), f"choose({digit})", "answer", show=False, id=f"quiz.choice-{digit}")
            for digit in range(1, 10)
        ),
    ]

    def action_choose(self, digit: int) -> None:
        if digit <= self.option_count:
            self.highlighted = digit - 1
            self.action_select()


class AnswerLine(Input):
    """The typed answer; esc gives the keys back to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "answer", id="quiz.submit"),
        Binding("escape", "leave", "leave the line", key_display="esc", id="quiz.leave"),
        *_scrolling("line", ("up", "up"), ("down", "down"), ("pageup", "page_up"), ("pagedown", "page_down")),
    ]

    def action_leave(self) -> None:
        page = self.screen.query_one(Page)
        page.focus()


class QuizScreen(StepScreen["QuizStep"]):
    """See the module's docstring. A wrong answer may be followed by another; each is recorded by the session."""

    DEFAULT_CSS = """
    QuizScreen {
        & Page { height: auto; max-height: 60%; }
        & #answering { height: 1fr; padding: 0 1; }
        & Choices { height: auto; max-height: 1fr; border: none; padding: 0; background: $background; }
        & Choices:focus { border: none; }
        & Choices > .option-list--option { padding: 0 1; }
        & #reason {
            height: auto; max-height: 50%; margin-top: 1; padding: 0 1; border-left: outer $primary; display: none;
        }
        & #reason.-told { display: block; }
        & #reason.-right { border-left: outer $success; }
        & #reason.-wrong { border-left: outer $error; }
        & #ask { color: $text-muted; padding: 0 1; }
    }
    """

    def __init__(self, chapter: Chapter, step: QuizStep) -> None:
        super().__init__(chapter, step)
        self._answered: dict[int, bool] = {}

    def compose_body(self) -> ComposeResult:
        with Page(id="page"):
            yield Prose(heading(self.step.title) + self.step.text + reading(self.step.reading))
        with Vertical(id="answering"):
            if self.step.choices:
                yield Choices(*(self._option(at) for at in range(len(self.step.choices))), id="choices")
            else:
                yield Static(f"Your answer: {self.session.asked_for(self.address)}", id="ask", markup=False)
                yield AnswerLine(id="line")
            yield Static(id="reason")

    def first_focus(self) -> Widget | None:
        """The choices or the line; once the step is done the text, for whoever comes by again wants `n` to go on."""
        if self.step.choices:
            return self.query_one("#choices")
        done = self.tutor.attempt(lambda: self.session.status(self.address)) == "done"
        return super().first_focus() if done else self.query_one("#line")

    def _option(self, at: int) -> Option:
        """A choice with its number; once answered, with the mark and the word of what it was."""
        parts: list[str | Content | tuple[str, str]] = [inline(self.step.choices[at].text)]
        if at in self._answered:
            parts.append(("  ✓ right", "$text-success") if self._answered[at] else ("  ✗ no", "$text-error"))
        return Option(Hanging(Content.assemble((f"{at + 1}  ", "bold")), Content.assemble(*parts)))

    @on(OptionList.OptionSelected, "#choices")
    def _choice_taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        at = event.option_index
        right = self._answer(at)
        if right is not None:
            self._answered[at] = right
            choices = self.query_one(Choices)
            choices.replace_option_prompt_at_index(at, self._option(at).prompt)

    @on(Input.Submitted, "#line")
    def _line_given(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            return
        if self._answer(event.value.strip()):
            self.query_one(Page).focus()
        else:
            event.input.action_select_all()  # what is typed next stands in its place

    def _way(self, result: QuizResult) -> str:
        """How to go on."""
        if result.right:
            return "n goes on."
        leaving = "" if self.step.choices else "esc, then "
        return f"Type it, or {leaving}n goes on." if result.told else f"Try another, or {leaving}n goes on."

    def _answer(self, given: int | str) -> bool | None:
        result = self.tutor.attempt(lambda: self.session.answer(self.address, given))
        if result is None:
            return None
        reason = self.query_one("#reason", Static)
        word = ("✓ Right. ", "bold $text-success") if result.right else ("✗ Not this. ", "bold $text-error")
        on_the_way = (f"\n{self._way(result)}", "$text-muted")
        reason.update(Content.assemble(word, inline(result.why), on_the_way))
        reason.set_classes(f"-told {'-right' if result.right else '-wrong'}")
        self.show_status()
        return result.right
