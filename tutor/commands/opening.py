"""A session for the time of one command."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tutor.session import Session


@contextlib.contextmanager
def session(course: Path | None, workspace: Path | None, *, make: bool = True) -> Iterator[Session]:
    """Opens a session and ends all its processes. Without `make` nothing is written to the disk."""
    opened = Session.open(course, workspace, make=make)
    try:
        _tell(opened)
        yield opened
        _tell(opened)
    finally:
        opened.close()


def _tell(opened: Session) -> None:
    """What happened to the learner's files goes to stderr, so that `--json` stays JSON."""
    if opened.notices:
        from tutor.commands.console import warn

        for notice in opened.notices:
            warn(notice)
        opened.notices.clear()
