"""Where the learner's folder is: the rule, and the places where it may not be.

--workspace DIR  >  DLTUTOR_WORKSPACE  >  a workspace that the current folder lies in or holds  >  ~/dltutor-workspace
"""

from __future__ import annotations

import os
from pathlib import Path

from tutor.learner.files import shown
from tutor.learner.refused import WrongUsage

NAME = "dltutor-workspace"
STATE = ".dltutor"
MARKS = ("manifest.json", "progress.db")


def locate(arg: Path | None) -> Path:
    """The workspace's folder by the rule above; it need not exist yet. WrongUsage inside a course, or for a file."""
    chosen = arg or _from_environment() or _around(_here()) or Path.home() / NAME
    root = Path(os.path.realpath(chosen.expanduser()))
    if root.exists() and not root.is_dir():
        raise WrongUsage(f"{shown(root)} is a file, and a workspace is a folder. Choose another with --workspace DIR.")
    for folder in (root, *root.parents):
        if (folder / "lessons" / "course.yaml").exists():
            raise WrongUsage(
                f"{shown(root)} lies inside the course {shown(folder)}, and your work must not mix with the course's "
                f"own files. Choose another folder, for example --workspace ~/{NAME}."
            )
    return root


def is_workspace(folder: Path) -> bool:
    """Whether dltutor has worked in this folder before."""
    return any((folder / STATE / mark).exists() for mark in MARKS)


def _from_environment() -> Path | None:
    value = os.environ.get("DLTUTOR_WORKSPACE", "").strip()
    return Path(value) if value else None


def _here() -> Path:
    """The current folder; the home folder where it was deleted under our feet."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def _around(folder: Path) -> Path | None:
    """The workspace that `folder` lies in, or the one it holds under the usual name."""
    for candidate in (folder, *folder.parents, folder / NAME):
        if is_workspace(candidate):
            return candidate
    return None
