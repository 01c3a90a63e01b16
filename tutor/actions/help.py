"""Help with an exercise: hints one by one, and the reference's solution to whoever has passed or gives up."""

from __future__ import annotations

from collections.abc import Callable

from tutor.actions.results import Hint
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep
from tutor.learner.files import refusing
from tutor.learner.progress import Progress
from tutor.learner.refused import Refused


class Help:
    """What was given is remembered in the progress. `command` makes a command of the words behind `dltutor`."""

    def __init__(self, course: Course, progress: Progress, command: Callable[[str], str]) -> None:
        self._course = course
        self._steps = progress.steps
        self._command = command

    def hint(self, chapter: Chapter, step: ExerciseStep) -> Hint:
        """The next hint; the last one again when all were given."""
        address = chapter.address(step)
        if not step.hints:
            raise Refused(f"{address} has no hints. `{self._command(f'show {address}')}` shows the task again.")
        number = self._steps.show_hint(address, len(step.hints))
        return Hint(number, len(step.hints), step.hints[number - 1])

    def hints_shown(self, chapter: Chapter, step: ExerciseStep) -> tuple[Hint, ...]:
        """The hints that were given so far."""
        given = step.hints[: self._steps.hints(chapter.address(step))]
        return tuple(Hint(number, len(step.hints), text) for number, text in enumerate(given, 1))

    def solution(self, chapter: Chapter, step: ExerciseStep, give_up: bool) -> str:
        """The reference's text. Refused before a pass, unless the learner gives up."""
        address = chapter.address(step)
        if not self._steps.is_done(address) and not self._steps.gave_up(address):
            if not give_up:
                hint = f"`{self._command(f'hint {address}')}` gives a hint; " if step.hints else ""
                raise Refused(
                    f"{address} has not passed yet, and its solution teaches more once it has: {hint}"
                    f"`{self._command(f'solution {address} --give-up')}` shows it all the same."
                )
            self._steps.give_up(address)
        reference = self._course.reference(chapter, step)
        with refusing(reference):
            return reference.read_text("utf-8")
