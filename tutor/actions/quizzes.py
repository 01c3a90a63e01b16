"""Answering questions, and finding those that are worth asking again."""

from __future__ import annotations

from datetime import datetime

from tutor.actions.answering import choice_index, due_at, is_right, reminder
from tutor.actions.results import QuizResult
from tutor.course import Chapter, Course
from tutor.course.model import QuizStep
from tutor.learner.progress import Progress


class Quizzes:
    """Every answer is recorded; a right one makes the question done."""

    def __init__(self, course: Course, progress: Progress) -> None:
        self._course = course
        self._answers = progress.answers

    def answer(self, chapter: Chapter, step: QuizStep, given: int | str) -> QuizResult:
        """`given` is the index of a choice, its letter or number, or the typed text. Refused where it is no choice."""
        if step.choices:
            choice = step.choices[choice_index(step, given) if isinstance(given, str) else given]
            self._answers.record(chapter.address(step), choice.text, choice.correct)
            return QuizResult(choice.correct, choice.why)
        return self._typed(chapter.address(step), step, str(given))

    def _typed(self, address: str, step: QuizStep, given: str) -> QuizResult:
        """The explanation gives the answer away, so a first wrong one only hears what kind of answer is asked for."""
        expected = step.answer if step.answer is not None else ""
        right = is_right(expected, given)
        again = any(not answer.right for answer in self._answers.all().get(address, ()))
        self._answers.record(address, given, right)
        return QuizResult(right, step.why if right or again else reminder(expected, given), told=again and not right)

    def due(self, now: datetime) -> tuple[str, ...]:
        """The questions answered wrong last, or right some days ago; the longest overdue first."""
        known = {
            chapter.address(step) for chapter in self._course.chapters for step in chapter.steps if step.kind == "quiz"
        }
        moments = {name: due_at(answers) for name, answers in self._answers.all().items() if name in known}
        return tuple(sorted((name for name, moment in moments.items() if moment <= now), key=moments.__getitem__))
