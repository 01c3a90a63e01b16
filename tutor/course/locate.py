"""Which folder is the course: a checkout, an installed package, or the one that comes with the program."""

from __future__ import annotations

from pathlib import Path

from tutor.course.model import CourseError, Problem
from tutor.course.places import COURSE_FILE, is_course

_PROGRAM = Path(__file__).resolve().parent.parent


def default_root() -> Path:
    """The checkout beside `tutor/` first: an editable install also leaves an older copy inside the package."""
    return checkout() or _PROGRAM / "default_course"


def checkout() -> Path | None:
    """The folder beside `tutor/`, where that is a course: one to write in, unlike the copy inside the package."""
    return _PROGRAM.parent if is_course(_PROGRAM.parent) else None


def program_courses() -> tuple[Path, ...]:
    """Every folder in which the program's own course may lie: the checkout, and the copy inside the package."""
    return tuple(root for root in (_PROGRAM.parent, _PROGRAM / "default_course") if is_course(root))


def find_root(wanted: Path | None) -> Path:
    """`wanted` is a folder, or the name of an installed course. CourseError where there is no course."""
    if wanted is None:
        root = default_root()
    else:
        root = wanted.expanduser().absolute()
        if not root.exists() and wanted.name == str(wanted):
            root = installed_root(wanted.name) or root
    if not is_course(root):
        say = "there is no course here: it needs this file; name the folder that holds `lessons`"
        if wanted is not None and not root.exists():
            say += ", or a course that `dltutor list --courses` shows"
        raise _no_course(root / COURSE_FILE, say)
    return root


def installed_root(name: str) -> Path | None:
    """The folder of the installed course of this name, if there is one. CourseError where it is there, but broken."""
    from tutor.course.installed import offers  # 10 ms, for `--course NAME` only

    found = offers(name)
    if found and found[0].folder is None:
        raise _no_course(Path(name), f"this installed course can't be opened: {found[0].fault}")
    return found[0].folder if found else None


def _no_course(file: Path, say: str) -> CourseError:
    return CourseError((Problem(file, 1, 1, "no-course", say),))
