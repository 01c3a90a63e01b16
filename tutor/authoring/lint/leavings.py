"""What lint's own runs change in a course: a check or a script that writes there spoils it, and ships what it wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding, shown
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

OR_SAVED = "(if you saved it meanwhile, lint again)"


def of_checks(course: Course, files: list[Path], tried: Iterable[tuple[Chapter, ExerciseStep]]) -> Iterator[Finding]:
    """A finding for each file that is another one since the exercises were tried, at the check that names it."""
    checks = [course.check_file(chapter, step) for chapter, step in tried]
    for file in files:
        where, line = next(_naming(file, checks), (file, 1))
        say = f"{shown(file, course.root)} was written while the checks ran {OR_SAVED}"
        yield Finding(where, line, "leaves-files", f"{say}; let a probe write to `given.folder()`")


def of_script(course: Course, address: str, files: list[Path]) -> str:
    """The sentence about what one run of a script wrote."""
    names = ", ".join(shown(file, course.root) for file in files[:3]) + (" and more" if len(files) > 3 else "")
    say = f"{address}: {names} was written while the script ran {OR_SAVED}"
    return f"{say}; let it write to the folder it runs in, `Path(name)`, which is a learner's own"


def _naming(file: Path, checks: list[Path]) -> Iterator[tuple[Path, int]]:
    """Where a check file speaks of a file of this name."""
    for check in checks:
        try:
            lines = reading.text(check).splitlines()
        except reading.Unreadable:
            continue
        yield from ((check, number) for number, line in enumerate(lines, 1) if file.name in line and file != check)
