"""Keeps the stubs in `exercises/` in step with the solutions: writes them, or says which are not up to date.

A stub that was edited by hand is left alone, since the edit may be one that belongs into the solution. Reads the lesson
without the demand that its files exist: a missing stub is what this is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from tutor.authoring.cutting import StubError, generate
from tutor.course import Chapter, Course, ExerciseStep
from tutor.course.load import Lesson
from tutor.course.stubtext import edited_by_hand, generated, with_first_line

__all__ = ["StubError", "StubReport", "cut", "generate", "look", "stub_text", "write_stubs"]

State = Literal["current", "written", "removed", "missing", "stale", "orphan", "edited", "broken"]


@dataclass(frozen=True, slots=True)
class StubReport:
    """What was done about one stub, or is to be done; `message` is a sentence where a person must act."""

    path: Path
    state: State
    message: str = ""

    @property
    def good(self) -> bool:
        return self.state in ("current", "written", "removed")


def stub_text(course: Course, chapter: Chapter, step: ExerciseStep) -> str:
    """The whole stub as it is committed. StubError or OSError where the solution doesn't allow one."""
    solution = course.reference(chapter, step)
    with solution.open(encoding="utf-8", newline="") as file:
        text = file.read()
    try:
        stub = cut(text, step.implement)
    except StubError as error:
        raise StubError(f"{solution.relative_to(course.root).as_posix()}: {error}") from error
    return with_first_line(stub, solution.relative_to(course.root).as_posix())


@lru_cache(maxsize=256)
def cut(solution: str, implement: tuple[str, ...]) -> str:
    """See `cutting.generate`; what was cut once is kept, since lint asks for it again and again."""
    return generate(solution, implement)


def write_stubs(
    course: Course, names: tuple[str, ...] = (), *, check: bool = False, force: bool = False
) -> tuple[StubReport, ...]:
    """Brings the stubs of the chapters called `names` (all without it) up to date; with `check` only looks.

    `force` also overwrites what was edited by hand. A chapter that can't be read is reported, and the others are done.
    """
    reports: list[StubReport] = []
    for name in names or course.names:
        folders = course.folders(name)
        lesson = Lesson(folders, folders.lesson.read_bytes())
        if lesson.chapter is None:
            reports += [StubReport(folders.lesson, "broken", str(problem)) for problem in lesson.problems]
            continue
        for step in lesson.chapter.exercises:
            reports.append(_one(course, lesson.chapter, step, check, force))
        reports += _orphans(folders.exercises, lesson.chapter, check, force)
    return tuple(reports)


def look(course: Course, chapter: Chapter, step: ExerciseStep) -> StubReport:
    """Whether the stub of one exercise is up to date. OSError or UnicodeDecodeError where it can't be read."""
    return _one(course, chapter, step, check=True, force=False)


def _one(course: Course, chapter: Chapter, step: ExerciseStep, check: bool, force: bool) -> StubReport:
    path = course.stub(chapter, step)
    try:
        wanted = stub_text(course, chapter, step)
        found = _read(path) if path.exists() else None
    except (StubError, OSError, UnicodeDecodeError) as error:
        return StubReport(path, "broken", f"{path}: no stub can be made: {error}")
    if found is not None and _unix(found) == _unix(wanted):  # git may give a checkout other line ends
        return StubReport(path, "current")
    if found is not None and edited_by_hand(found) and edited_by_hand(_unix(found)) and not force:
        say = f"{path} was edited by hand; bring the edit into the solution, or overwrite it with --force"
        return StubReport(path, "edited", say)
    if check:
        state: State = "missing" if found is None else "stale"
        return StubReport(path, state, f"{path} is {state}; run `dltutor author stubs`")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(wanted)
    return StubReport(path, "written")


def _orphans(folder: Path, chapter: Chapter, check: bool, force: bool) -> Iterator[StubReport]:
    """Stubs that no exercise of the lesson has any more."""
    owned = {step.file for step in chapter.exercises}
    for path in sorted(folder.glob("*.py")):
        if path.name in owned or not generated(text := _read(path)):
            continue
        if edited_by_hand(text) and not force:
            yield StubReport(path, "edited", f"{path} is the stub of no exercise, but was edited by hand; delete it")
        elif check:
            yield StubReport(path, "orphan", f"{path} is the stub of no exercise; run `dltutor author stubs`")
        else:
            path.unlink()
            yield StubReport(path, "removed")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
