"""The course's own copies: what a chapter gives to every learner, and whether someone has worked in them by mistake."""

from __future__ import annotations

from pathlib import Path

from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep
from tutor.course.stubtext import edited_by_hand, learner_text, unfinished

IGNORED = {"__pycache__"}


def edited_stub(course: Course, chapter: Chapter, step: ExerciseStep) -> Path | None:
    """The stub, if someone wrote their answer into the course's copy instead of the learner's."""
    stub = course.stub(chapter, step)
    try:
        text = stub.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if not edited_by_hand(text):
        return None
    still_open = unfinished(text)
    left = all(any(name == wanted or name.startswith(f"{wanted}.") for name in still_open) for wanted in step.implement)
    return None if left else stub


def originals(course: Course, chapter: Chapter) -> dict[str, bytes]:
    """A chapter's files by their name in the workspace, stubs without the line that says they are generated."""
    given: dict[str, bytes] = {}
    folder = course.exercises_dir(chapter)
    stubs = {exercise.file: course.stub(chapter, exercise) for exercise in chapter.exercises}
    for name, stub in stubs.items():
        if stub.is_file():
            given[f"{chapter.name}/{name}"] = learner_text(stub.read_bytes().decode("utf-8")).encode()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part in IGNORED for part in inside.parts)
        if not hidden and path.is_file() and inside.as_posix() not in stubs:
            given[f"{chapter.name}/{inside.as_posix()}"] = path.read_bytes()
    return given
