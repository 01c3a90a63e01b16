"""What an exercise offers by name only, in the command palette: it gives something away, or puts something back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.tui import safe, words
from tutor.tui.screens.dialog import Ask, Show

if TYPE_CHECKING:
    from tutor.learner.records import Attempt
    from tutor.tui.screens.exercise import ExerciseScreen


class ExerciseHelp:
    """Reset, solution and history of the exercise on `screen`."""

    def __init__(self, screen: ExerciseScreen) -> None:
        self._screen = screen
        self._tutor = screen.tutor
        self._session = screen.session
        self._address = screen.address

    def commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Title, explanation and what is called, for the palette."""
        return [
            ("Reset this exercise", "put the stub back; your file is kept as a dated backup", self.reset),
            ("Show the solution", "see the reference solution of this exercise", self.solution),
            ("History of this exercise", "your attempts, the newest first", self.history),
        ]

    def reset(self) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._screen.secure()
                backup = self._tutor.attempt(lambda: self._session.reset(self._address))
                if backup is not None:
                    self._tutor.tell(f"The stub is back. Your file is kept as {backup.name}.")
                    self._screen.look()

        question = "Put the stub back? Your file is kept as a dated backup beside it."
        self._tutor.push_screen(Ask(question, "put it back", "leave it"), answered)

    def solution(self) -> None:
        def show(give_up: bool) -> None:
            text = self._tutor.attempt(lambda: self._session.solution(self._address, give_up=give_up))
            if text is not None:
                self._tutor.push_screen(Show(f"Solution of {self._address}", code(text)))

        def answered(yes: bool | None) -> None:
            if yes:
                show(give_up=True)

        if self._session.status(self._address) == "done":
            show(give_up=False)
        else:
            question = "See the solution before passing? It is remembered that you looked."
            self._tutor.push_screen(Ask(question, "show it", "not yet"), answered)

    def history(self) -> None:
        attempts = self._tutor.attempt(lambda: self._session.history(self._address))
        if attempts is not None:
            rows = [attempt_line(attempt) for attempt in reversed(attempts)]
            shown = Content("\n").join(rows) if rows else Content("No attempts yet.")
            self._tutor.push_screen(Show(f"Your attempts at {self._address}", shown))


def attempt_line(attempt: Attempt) -> Content:
    """`2  2 Jan 03:04  ✗ failed   2 of 3 promises  unscaled`."""
    verdict = attempt.verdict
    failure = verdict.first_failure
    style = words.CHECK_STYLES.get(attempt.status, "")
    return Content.assemble(
        (f"{attempt.number:>3}  ", "bold"),
        (f"{attempt.at:%d %b %H:%M}  ", "$text-muted"),
        (f"{words.CHECK_MARKS.get(attempt.status, '·')} {attempt.status:9}", style),
        f" {verdict.passed} of {len(verdict.checks)} promises",
        safe.sentence(f"  {failure.mistake or failure.title}" if failure is not None else "", "$text-muted"),
    )


def code(text: str) -> Content:
    """Python with its colours, in which nothing is markup."""
    from textual.highlight import highlight

    return highlight(safe.plain(text), language="python")
