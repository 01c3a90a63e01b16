"""Which folder is the course: a checkout, an installed package, or the one that comes with the program."""

from __future__ import annotations

from pathlib import Path

from tutor.course.model import CourseError, Problem

GROUP = "dltutor.courses"
_PROGRAM = Path(__file__).resolve().parent.parent


def default_root() -> Path:
    """The checkout beside `tutor/` first: an editable install also leaves an older copy inside the package."""
    if is_course(_PROGRAM.parent):
        return _PROGRAM.parent
    return _PROGRAM / "default_course"


def is_course(folder: Path) -> bool:
    return (folder / "lessons" / "course.yaml").is_file()


def find_root(wanted: Path | None) -> Path:
    """`wanted` is a folder, or the name of an installed course. CourseError where there is no course."""
    if wanted is None:
        root = default_root()
    else:
        root = wanted.expanduser().absolute()
        if not root.exists() and wanted.name == str(wanted):
            root = _installed(wanted.name) or root
    if not is_course(root):
        file = root / "lessons" / "course.yaml"
        say = "there is no course here: it needs this file; name the folder that holds `lessons`"
        raise CourseError((Problem(file, 1, 1, "no-course", say),))
    return root


def _installed(name: str) -> Path | None:
    """The folder of the package that offers a course of this name under the entry point group."""
    from importlib.metadata import entry_points  # 10 ms, for `--course NAME` only
    from importlib.util import find_spec

    for entry in entry_points(group=GROUP, name=name):
        try:
            spec = find_spec(entry.module)
        except (ImportError, ValueError):
            continue
        if spec is not None and spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations)))
    return None
