"""Where the learner is in the course: the step to go on with, what is done, what is left."""

from __future__ import annotations

from tutor.course import Chapter, Course, CourseError, Step, UnknownTarget
from tutor.course.model import ExerciseStep, TrainStep
from tutor.learner.progress import Progress
from tutor.learner.refused import Refused


class Standing:
    """Reads the course and the progress, changes neither."""

    def __init__(self, course: Course, progress: Progress) -> None:
        self._course = course
        self._progress = progress

    def where(self) -> str:
        """The step that was visited last, if the course still has it, else the first of the first sound chapter."""
        last = self._progress.steps.last_visited()
        if last is not None:
            try:
                self._course.find(last)
                return last
            except (UnknownTarget, CourseError):
                pass
        fault: CourseError | None = None
        for name in self._course.names:
            try:
                chapter = self._course.chapter(name)
            except CourseError as error:
                fault = fault or error
                continue
            if chapter.steps:
                return chapter.address(chapter.steps[0])
        if fault is not None:
            raise fault
        raise Refused(f"The course {self._course.title!r} has no chapters yet. `dltutor author new` makes one.")

    def chapter_progress(self, chapter: Chapter) -> tuple[int, int]:
        """Steps done, and steps in all; an optional one counts only when it is done."""
        known = self._progress.steps.all()
        done = [step for step in chapter.steps if known.get(chapter.address(step))]
        return len(done), sum(step in done or not is_optional(step) for step in chapter.steps)

    def is_finished(self, chapter: Chapter) -> bool:
        """Whether what others build on is done: the exercises, or every step of a chapter without any."""
        known = self._progress.steps.all()
        wanted = [step for step in chapter.exercises if not step.optional] or chapter.steps
        return all(known.get(chapter.address(step)) for step in wanted)

    def missing_needs(self, chapter: Chapter) -> tuple[str, ...]:
        """The chapters in `needs` that are not finished."""
        return tuple(need for need in chapter.needs if not self._is_finished_id(need))

    def _is_finished_id(self, chapter_id: str) -> bool:
        try:
            return self.is_finished(self._course.chapter(chapter_id))
        except (CourseError, UnknownTarget):
            return False


def is_optional(step: Step) -> bool:
    return isinstance(step, ExerciseStep | TrainStep) and step.optional
