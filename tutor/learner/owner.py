"""What a workspace remembers of its course, and where that is now.

    <workspace>/.dltutor/course     what `--course` was given (an installed course's name, or a folder), then its title
                                    no such file: the default course's, or nobody's yet

Whether a course may be learnt in a workspace, `belonging` decides.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tutor.course import CourseError
from tutor.course.locate import installed_root
from tutor.course.places import is_course
from tutor.learner.files import refusing, shown, write_whole
from tutor.learner.location import STATE

FILE = "course"


@dataclass(frozen=True, slots=True)
class Owner:
    """A course by what `--course` takes (nothing for the default course), and its title when it was last seen."""

    named: str = ""
    title: str = ""

    def __str__(self) -> str:
        if not self.named:
            return "the default course"
        named = shown(Path(self.named)) if os.path.isabs(self.named) else self.named
        return f"the course {named} ({self.title})" if self.title else f"the course {named}"

    @property
    def is_folder(self) -> bool:
        return os.path.isabs(self.named)

    def folder(self) -> tuple[Path | None, str]:
        """Where it is now; or None, and why. A folder that happens to have an installed course's name is not meant."""
        if self.is_folder:
            folder = Path(self.named)
            return (folder, "") if is_course(folder) else (None, "there is no course in that folder now")
        try:
            found = installed_root(self.named)
        except CourseError as error:
            return None, error.problems[0].message
        return found, "" if found else "no course of that name is installed"


DEFAULT = Owner()


def remembered(workspace: Path) -> Owner | None:
    """The course that the workspace names; None where it names none."""
    path = workspace / STATE / FILE
    with refusing(path):
        try:
            text = os.fsdecode(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
    named, _, title = text.strip().partition("\n")
    return Owner(named, title) if named else None


def remember(workspace: Path, owner: Owner) -> None:
    """Names the course for the next command. Of the default one nothing is kept."""
    before, path = remembered(workspace), workspace / STATE / FILE
    if owner == DEFAULT and before is not None:
        with refusing(path):
            path.unlink(missing_ok=True)
    elif owner not in (DEFAULT, before):
        write_whole(path, os.fsencode(f"{owner.named}\n{owner.title}\n"))
