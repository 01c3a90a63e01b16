"""Files that belong to nothing: answers, checks and solutions of an exercise that the lesson doesn't have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.inventory import FILE
from tutor.authoring.lint.lessons import Read
from tutor.course import Course
from tutor.course.model import RunStep, TrainStep
from tutor.course.nearest import did_you_mean
from tutor.course.stubtext import generated


def of_chapter(read: Read) -> Iterator[Finding]:
    """Nothing where the lesson has faults, since a file may then belong to what could not be read."""
    if read.chapter is None or read.problems:
        return
    stems = [Path(step.file).stem for _, step in read.exercises]
    scripts = [Path(step.script).stem for _, step in read.steps if isinstance(step, RunStep | TrainStep)]
    folders = read.folders
    for folder, pattern, known in (
        (folders.solutions, "*.py", {f"{stem}.py" for stem in stems}),
        (folders.solutions, "*.json", {*(f"{stem}.json" for stem in scripts), FILE}),
        (folders.answers, "*.yaml", {f"{stem}.yaml" for stem in stems}),
        (folders.checks, "test_*.py", {f"test_{stem}.py" for stem in stems}),
    ):
        for file in _files(folder, pattern):
            if file.name not in known:
                near = did_you_mean(file.name, known)
                say = f"{file.name} belongs to no step of {read.id}{near}; put the step back, or delete the file"
                yield Finding(file, 1, "orphan", say, "house")
    for file in _files(folders.exercises, "*.py"):
        if file.stem not in stems and _is_stub(file):
            say = f"{file.name} is the stub of no exercise of {read.id}; `dltutor author stubs {read.id}` removes it"
            yield Finding(file, 1, "stub-orphan", say)


def of_course(course: Course) -> Iterator[Finding]:
    """Folders of chapters that have no lesson."""
    for folder in ("exercises", "solutions", "tests/checks"):
        for each in _files(course.root / folder, "*"):
            if each.is_dir() and each.name[0] not in "._" and each.name not in course.names and any(each.glob("*.*")):
                near = did_you_mean(each.name, course.names)
                say = (
                    f"{folder}/{each.name} belongs to no lesson{near}; put lessons/{each.name}.yaml back, or delete it"
                )
                yield Finding(each, 1, "orphan-folder", say, "house")


def _is_stub(file: Path) -> bool:
    try:
        return generated(reading.text(file))
    except reading.Unreadable:
        return False


def _files(folder: Path, pattern: str) -> Iterable[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []
