"""A session for the time of one command."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.checking.checker import Checker
    from tutor.session import Session


@contextlib.contextmanager
def session(
    course: Path | None, workspace: Path | None, *, make: bool = True, checker: bool = False
) -> Iterator[Session]:
    """Opens a session and ends all its processes. Without `make` nothing is written to the disk.

    With `checker` the fork parent imports torch, which a cold check waits for, while all the rest is still imported.
    """
    started = _start_checker() if checker else None
    try:
        from tutor.session import Session

        opened = Session.open(course, workspace, make=make, checker=started)
    except BaseException:
        if started is not None:
            started.close()
        raise
    try:
        _tell(opened)
        yield opened
        _tell(opened)
    finally:
        opened.close()


def _start_checker() -> Checker:
    from tutor.checking.checker import Checker

    checker = Checker()
    checker.parent()
    return checker


def _tell(opened: Session) -> None:
    """What happened to the learner's files goes to stderr, so that `--json` stays JSON."""
    if opened.notices:
        from tutor.commands.console import warn

        for notice in opened.notices:
            warn(notice)
        opened.notices.clear()
