"""One screen for each kind of step, imported when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.course.model import ExerciseStep, QuizStep, ReadStep, RunStep, TrainStep

if TYPE_CHECKING:
    from tutor.course.model import Chapter, Step
    from tutor.tui.screens.step import StepScreen


def screen_for(chapter: Chapter, step: Step) -> StepScreen[Any]:
    """The screen that shows `step`."""
    match step:
        case ReadStep():
            from tutor.tui.screens.read import ReadScreen

            return ReadScreen(chapter, step)
        case QuizStep():
            from tutor.tui.screens.quiz import QuizScreen

            return QuizScreen(chapter, step)
        case RunStep():
            from tutor.tui.screens.run import RunScreen

            return RunScreen(chapter, step)
        case ExerciseStep():
            from tutor.tui.screens.exercise import ExerciseScreen

            return ExerciseScreen(chapter, step)
        case TrainStep():
            from tutor.tui.screens.train import TrainScreen

            return TrainScreen(chapter, step)


def import_all() -> None:
    """Imports what a learner is likely to open next, ahead of the key; not the plot, which brings numpy."""
    from tutor.tui import palette
    from tutor.tui.screens import exercise, quiz, read

    assert palette and exercise and quiz and read
