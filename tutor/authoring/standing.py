"""Which course an author's command is about: the one named, else the one that the author stands in.

Whoever writes a course stands in its folder, while the one that comes along may be a copy inside the package. So
without `--course` a course in the current folder or above it comes first, and a line on stderr says which was taken.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tutor.course.locate import find_root
from tutor.course.places import is_course
from tutor.learner.files import shown


def here() -> Path | None:
    """The course in the current folder, or the nearest one above."""
    at = Path.cwd()
    return next((folder for folder in (at, *at.parents) if is_course(folder)), None)


def root_of(course: Path | None) -> Path:
    """The folder of the course. CourseError where there is none; says which it is unless its folder was named."""
    stands = here()
    if course is not None:
        root = find_root(course)
        if not course.expanduser().exists():
            _tell(root, f"which is installed{_but(stands, root)}")
        return root
    if stands is not None:
        _tell(stands, "where you stand")
        return stands
    root = find_root(None)
    _tell(root, "which comes along; another one is named with `--course DIR`")
    return root


def _but(stands: Path | None, root: Path) -> str:
    return f"; you stand in another one: `--course {shown(stands)}`" if stands not in (None, root) and stands else ""


def _tell(root: Path, what: str) -> None:
    print(f"Course: {shown(root)}, {what}.", file=sys.stderr)
