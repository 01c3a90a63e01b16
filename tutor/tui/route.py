"""Which step comes next: the pure half of moving about in a course."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.course.model import TrainStep

if TYPE_CHECKING:
    from tutor.course.model import Chapter, Step
    from tutor.session import StepStatus

Trail = tuple["tuple[Chapter, Step] | None", ...]
"""Where something was looked up, one after the other: steps, and None for the list of chapters."""


def index(chapter: Chapter, step: Step) -> int:
    """The place of `step` in its chapter, from 0."""
    return next(at for at, other in enumerate(chapter.steps) if other.id == step.id)


def after(chapter: Chapter, step: Step) -> Step | None:
    """The step after `step`; None at the chapter's end."""
    at = index(chapter, step) + 1
    return chapter.steps[at] if at < len(chapter.steps) else None


def before(chapter: Chapter, step: Step) -> Step | None:
    """The step before `step`; None at the chapter's beginning."""
    at = index(chapter, step)
    return chapter.steps[at - 1] if at else None


def training_of(chapter: Chapter, step: Step) -> TrainStep | None:
    """The train step that `t` leads to: the next one of the chapter, else the last one behind."""
    at = index(chapter, step)
    for other in (*chapter.steps[at:], *reversed(chapter.steps[:at])):
        if isinstance(other, TrainStep):
            return other
    return None


def entry(chapter: Chapter, current: str, status: Callable[[str], StepStatus]) -> Step:
    """Where the learner goes on in a chapter: at the step with the address `current`, else the first not done."""
    for step in chapter.steps:
        if chapter.address(step) == current:
            return step
    for step in chapter.steps:
        if status(chapter.address(step)) != "done":
            return step
    return chapter.steps[0]
