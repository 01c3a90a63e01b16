"""Which course may be learnt in a workspace: one. Progress is kept by chapter and step, and every course has a `ch01`.

`Session.open` and `dltutor doctor` open their course here; `Workspace.make` keeps which it was. A workspace that was
begun and names no course belongs to the default one.
"""

from __future__ import annotations

import os
from pathlib import Path

from tutor.course import Course
from tutor.course.locate import default_root
from tutor.learner.files import shown
from tutor.learner.location import is_workspace
from tutor.learner.owner import DEFAULT, Owner, remembered
from tutor.learner.refused import Refused, WrongUsage


def open_course(workspace: Path, wanted: Path | None = None) -> Course:
    """The `wanted` course, if it may be learnt here, else the workspace's own. CourseError, Refused."""
    owner = remembered(workspace)
    if wanted is None:
        return Course.open(_folder(workspace, owner) if owner else None)
    course = Course.open(wanted)
    settle(workspace, course, wanted)
    return course


def settle(workspace: Path, course: Course, wanted: Path | None) -> Owner:
    """Whom the workspace belongs to with this course, for which `wanted` was given. WrongUsage if to another one."""
    owner = remembered(workspace)
    asked = DEFAULT if _same(course.root, default_root()) else Owner(_name(course, wanted, owner), course.title)
    if owner is None:
        if asked == DEFAULT or not is_workspace(workspace):
            return asked
        raise _another(workspace, DEFAULT, asked)
    if owner.named == asked.named:
        return asked
    folder, _ = owner.folder()
    if folder is None and owner.title == course.title:  # it has moved
        return asked
    if folder is not None and _same(folder, course.root):
        return Owner(owner.named, course.title)
    raise _another(workspace, owner, asked)


def _name(course: Course, wanted: Path | None, owner: Owner | None) -> str:
    """What names the course from every folder: an installed one's name, or the whole path."""
    if wanted is None and owner is not None:
        return owner.named
    if wanted is not None and course.root != wanted.expanduser().absolute():
        return wanted.name
    return os.path.realpath(course.root) if ".." in course.root.parts else str(course.root)


def _folder(workspace: Path, owner: Owner) -> Path:
    folder, gone = owner.folder()
    if folder is None:
        mend = "If it was moved" if owner.is_folder else "Install it again; or if you have it elsewhere"
        raise Refused(
            f"{shown(workspace)} belongs to {owner}, but {gone}. {mend}, give its folder once with --course DIR: that "
            "is remembered. For another course choose another folder with --workspace DIR."
        )
    return folder


def _another(workspace: Path, owner: Owner, asked: Owner) -> WrongUsage:
    from tutor.learner.typed import start_apart

    return WrongUsage(
        f"{shown(workspace)} belongs to {owner}, and your work in {asked} must not mix with it. Keep that in a "
        f"workspace of its own: `{start_apart(asked.named)}`. Inside that folder every command finds both."
    )


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
