"""Commands as they can be typed: with the course and the workspace, wherever dltutor would not find them by itself."""

from __future__ import annotations

import shlex
from itertools import count
from pathlib import Path

from tutor.learner.files import shown
from tutor.learner.location import NAME, is_workspace, locate
from tutor.learner.owner import Owner, remembered
from tutor.learner.refused import WrongUsage


def options(workspace: Path, owner: Owner) -> str:
    """What a command needs behind it to be about this course in this workspace; empty where that is understood."""
    course = _course_option(owner.named) if owner.named and owner != remembered(workspace) else ""
    return course if workspace == _usual() else f"{course} --workspace {_quoted(workspace)}"


def start(named: str) -> str:
    """How to begin the course that `--course` calls so: in the usual workspace, or where that is taken, in its own."""
    usual = _usual()
    return f"dltutor start{_course_option(named)}" if usual and _takes(usual, named) else start_apart(named)


def start_apart(named: str) -> str:
    """How to begin it in a workspace in the home folder that is its own or could be."""
    stem = f"{NAME}-{Path(named).name}" if named else NAME
    places = (Path.home() / (stem if number == 1 else f"{stem}-{number}") for number in count(1))
    free = next(place for place in places if _takes(place, named))
    return f"dltutor start{_course_option(named)} --workspace {_quoted(free)}"


def _takes(workspace: Path, named: str) -> bool:
    owner = remembered(workspace)
    if owner is not None:
        return owner.named == named
    return not named or not is_workspace(workspace)


def _usual() -> Path | None:
    """The workspace without an option."""
    try:
        return locate(None)
    except WrongUsage:
        return None


def _course_option(named: str) -> str:
    return f" --course {_quoted(Path(named))}" if named else ""


def _quoted(path: Path) -> str:
    """As a shell takes it, with `~` where nothing has to be quoted."""
    quoted = shlex.quote(str(path))
    return shown(path) if quoted == str(path) else quoted
