"""Which step a command is about: the one that was named, or the one where the learner is."""

from __future__ import annotations

import os
from pathlib import Path

from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep, QuizStep, RunStep, TrainStep, a_kind
from tutor.learner.refused import Refused, WrongUsage
from tutor.session import Session


def exercises(session: Session, target: str | None) -> tuple[Chapter, tuple[ExerciseStep, ...]]:
    """The exercises to check: one, or all of a chapter. UnknownTarget; Refused where there is none."""
    if target is None:
        chapter, step = exercise_here(session)
        return chapter, (step,)
    chapter, found = session.find(as_address(session, target))
    if isinstance(found, ExerciseStep):
        return chapter, (found,)
    if found is not None:
        raise WrongUsage(f"{chapter.address(found)} is {a_kind(found)}: there is nothing to check.")
    if not chapter.exercises:
        raise WrongUsage(f"{chapter.id} has no exercises: there is nothing to check.")
    return chapter, chapter.exercises


def exercise_here(session: Session) -> tuple[Chapter, ExerciseStep]:
    """The exercise where the learner is: the current step, else the next one of the chapter that is not done, else the
    one before."""
    chapter, here = session.find(session.where())
    if isinstance(here, ExerciseStep):
        return chapter, here
    at = chapter.steps.index(here) if here is not None else 0
    later = [step for step in chapter.steps[at:] if isinstance(step, ExerciseStep)]
    still_open = [step for step in later if session.status(chapter.address(step)) != "done"]
    earlier = [step for step in chapter.steps[:at] if isinstance(step, ExerciseStep)]
    for step in (*still_open[:1], *earlier[-1:], *later[:1]):
        return chapter, step
    raise Refused(f"There is no exercise in {chapter.id}. Name one, such as `dltutor check ch10/dot-score`.")


def script(session: Session, target: str | None) -> tuple[Chapter, TrainStep | RunStep]:
    """The step to run: the one named, or of a chapter its first training that is not done, else its last."""
    chapter, found = session.find(as_address(session, target) if target else session.where())
    if target is not None and found is not None and not isinstance(found, TrainStep | RunStep):
        raise WrongUsage(f"{chapter.address(found)} is {a_kind(found)}: there is nothing to run.")
    if isinstance(found, TrainStep | RunStep):
        return chapter, found
    trainings = [step for step in chapter.steps if isinstance(step, TrainStep)]
    if not trainings:
        raise Refused(f"{chapter.id} has no training.")
    still_open = [step for step in trainings if session.status(chapter.address(step)) != "done"]
    return chapter, (still_open or trainings[-1:])[0]


def questions(session: Session, target: str | None) -> tuple[Chapter, tuple[QuizStep, ...]]:
    """The questions of a chapter, or the one named."""
    chapter, found = session.find(target or session.where())
    if isinstance(found, QuizStep):
        return chapter, (found,)
    if found is not None and target is not None:
        raise WrongUsage(f"{chapter.address(found)} is {a_kind(found)}: there is nothing to answer.")
    asked = tuple(step for step in chapter.steps if isinstance(step, QuizStep))
    if not asked:
        raise Refused(f"{chapter.id} has no questions.")
    return chapter, asked


def as_address(session: Session, target: str) -> str:
    """A path to a file of the workspace or of the course (`dot_score.py`, completed by a shell) as `chapter/file`."""
    if not target.endswith(".py"):
        return target
    path = Path(os.path.realpath(target))
    for root in (session.workspace.root, _exercises(session.course)):
        if path.is_relative_to(root) and len(path.relative_to(root).parts) == 2:
            return path.relative_to(root).as_posix()
    return target


def _exercises(course: Course) -> Path:
    return Path(os.path.realpath(course.root / "exercises"))


def way_on(session: Session, address: str) -> str:
    """The command that goes on from a step: read a new one first, else do what it is for."""
    _, step = session.find(address)
    if step is None or session.status(address) == "new":
        return session.command(f"show {address}")
    return command_for(session, address, step.kind)


def command_for(session: Session, address: str, kind: str) -> str:
    """The command that does what a kind of step is for."""
    verb = {"read": "show", "quiz": "quiz", "run": "train", "exercise": "check", "train": "train"}[kind]
    return session.command(f"{verb} {address}")
