"""The courses that installed packages offer under the entry point group `dltutor.courses`: `name = package`.

The package's folder is the course. For `--course NAME` and `dltutor list --courses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from tutor.course.places import COURSE_FILE, is_course

GROUP = "dltutor.courses"


@dataclass(frozen=True, slots=True)
class Offer:
    """One installed course: its `folder`, or None and the `fault` that hides it, a sentence."""

    name: str
    folder: Path | None
    fault: str = ""


def offers(name: str | None = None) -> tuple[Offer, ...]:
    """All of them in the order of their names, or those called `name`; no course is opened."""
    found = entry_points(group=GROUP) if name is None else entry_points(group=GROUP, name=name)
    return tuple(map(_offer, sorted(found, key=lambda entry: (entry.name, entry.value))))


def _offer(entry: EntryPoint) -> Offer:
    package = entry.dist.name if entry.dist is not None else entry.module
    mend = f"`pip install --force-reinstall {package}` may mend it, and `pip uninstall {package}` removes it"
    try:
        spec = find_spec(entry.module)
    except Exception as error:  # of `a.b`, finding imports `a`, where anything may happen
        return Offer(entry.name, None, f"the package {entry.module} can't be found ({error}); {mend}")
    if spec is None:
        return Offer(entry.name, None, f"there is no package {entry.module}; {mend}")
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    course = next(filter(is_course, folders), None)
    if course is None:
        return Offer(entry.name, None, f"the package {entry.module} holds no {COURSE_FILE}; {mend}")
    return Offer(entry.name, course)
