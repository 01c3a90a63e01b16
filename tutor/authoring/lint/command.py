"""`dltutor author lint`: what was asked for, the progress while it goes, the report, the exit code."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tutor.authoring.lint.lint import Options, Report, Told, accept, lint
from tutor.authoring.lint.report import show_report
from tutor.authoring.standing import root_of
from tutor.authoring.told import course_option, with_course
from tutor.commands.console import err, say
from tutor.course import Course, CourseError
from tutor.learner.refused import Refused, WrongUsage


def run_lint(course: Path | None, targets: Sequence[str], options: Options, *, as_json: bool, accepted: bool) -> int:
    """Does it and prints it; 0 where nothing was found, else 1.

    Raises:
        CourseError: there is no course. UnknownTarget, WrongUsage: a target is none of its. Refused: the inventory
        can't be written.
    """
    root = root_of(course)
    _check_targets(root, targets)
    if accepted and any("/" in target for target in targets):
        raise WrongUsage("`--accept` writes down a whole chapter: name chapters, not steps.")
    with _progress(quiet=as_json) as told:
        report = lint(root, targets, options, told)
    report.findings = [replace(each, message=with_course(each.message, course)) for each in report.findings]
    if accepted:
        report = _accept(report, targets, quiet=as_json)
    if as_json:
        print(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        show_report(report)
        if report.clean:
            say(f"Next: {_next(root, targets, options, course)}")
    return 0 if report.clean else 1


def _accept(report: Report, targets: Sequence[str], *, quiet: bool) -> Report:
    try:
        written = accept(report, targets)
    except OSError as error:
        why = f"{error.filename} can't be written ({error.strerror})"
        raise Refused(f"Nothing is accepted: {why}. Mend its permissions, or accept in a copy of the course.") from None
    for file in written:
        if not quiet:
            say(f"wrote {file}")
    if written:
        report.findings = []
    return report


def _check_targets(root: Path, targets: Sequence[str]) -> None:
    """UnknownTarget for what is no chapter or step; a chapter that can't be read has its say in the report."""
    try:
        course = Course.open(root)
    except CourseError:
        return
    for target in targets:
        course.name_of(target.partition("/")[0])
        with contextlib.suppress(CourseError):
            course.find(target)


def _next(root: Path, targets: Sequence[str], options: Options, course: Path | None) -> str:
    """The command that goes on from a clean report."""
    chapter = targets[0].partition("/")[0] if targets else ""
    option = course_option(course)
    if not options.mutate:
        return (
            f"`dltutor author lint {' '.join([*targets, '--mutate'])}{option}` tries whether small changes are noticed."
        )
    if chapter:
        return f"`dltutor author preview {chapter}{option}` shows the chapter as a learner sees it."
    return f"`dltutor start{option}` opens the course."


@contextlib.contextmanager
def _progress(*, quiet: bool) -> Iterator[Told]:
    """A bar on standard error while it goes, on a terminal only."""
    console = err()
    if quiet or not console.is_terminal:
        yield lambda what, done, of: None
        return
    columns = (BarColumn(20), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=None)
        yield lambda what, done, of: progress.update(task, description=what, completed=done, total=of)
