"""Verdicts that need no running: a file still as it came, one that can't be read, an exercise that waits for another.

Every promise is named and none is judged, so that a learner sees what will be asked. The supervisor makes these, and
so do the actions above it, which know more to say.
"""

from __future__ import annotations

from typing import Any

from tutor.checking.job import CheckJob
from tutor.checking.ship import check_titles
from tutor.checking.verdict import CheckResult, ExerciseStatus, ExerciseVerdict
from tutor.syntax import parse


def unread(job: CheckJob) -> ExerciseVerdict:
    """The verdict on a file that can't be read: `job.unreadable` says why."""
    return alike(job, "failed", job.unreadable, status="failed", reason="unreadable", message=job.unreadable)


def untouched(job: CheckJob, note: str = "") -> ExerciseVerdict:
    """The verdict on a file that is still the stub."""
    say = f"{job.target.partition('.')[2]}.py is still as it came: write your lines, save, and check again."
    return skipped(job, "untouched", note or say)


def skipped(job: CheckJob, status: ExerciseStatus, note: str) -> ExerciseVerdict:
    """A verdict in which no check was run; `note` says why."""
    return alike(job, status, note, status="skipped", reason=None)


def alike(job: CheckJob, whole: ExerciseStatus, note: str, **fields: Any) -> ExerciseVerdict:
    """A verdict whose checks all have the same `fields` of a CheckResult. A check file that can't be read has none."""
    try:
        titles = check_titles(parse(job.check_file.read_bytes()))
    except (OSError, SyntaxError, ValueError):
        titles = {}
    checks = tuple(CheckResult(id=check, title=title, **fields) for check, title in titles.items())
    return verdict(job, whole, checks, note)


def verdict(job: CheckJob, status: ExerciseStatus, checks: tuple[CheckResult, ...], note: str = "") -> ExerciseVerdict:
    """These checks as the verdict on this job."""
    return ExerciseVerdict(
        id=job.address, status=status, sha256=job.sha256, seconds=0.0, output="", checks=checks, note=note
    )
