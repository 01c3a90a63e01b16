"""`dltutor author new`: a chapter that works from its first minute, in a course, or with a course made around it.

The files are those under templates/, with a few markers (`@CHAPTER@`) replaced; the stub is made of the solution as
always. Nothing that is there is overwritten.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tutor import __version__
from tutor.authoring.naming import chapter_name, checked_title, course_name, package_name
from tutor.authoring.schema import ROOTS
from tutor.authoring.schema_files import mark, schema_file, schema_text
from tutor.authoring.standing import here
from tutor.authoring.stubs import write_stubs
from tutor.authoring.told import course_option
from tutor.commands.console import say
from tutor.course import Course
from tutor.course.locate import checkout
from tutor.course.places import COURSE_FILE, ChapterFolders, is_course
from tutor.learner.files import shown
from tutor.learner.refused import Refused, WrongUsage

TEMPLATES = Path(__file__).parent / "templates"
NO_CONTENTS = frozenset({".git"})
"""What an empty folder may hold: a course often begins with `git init`."""

Files = dict[Path, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A new chapter: its id, and all files that were written, with the whole course around it or without."""

    root: Path
    chapter: str
    files: tuple[Path, ...]
    whole: bool


def new_chapter(given: str, title: str, folder: Path | None) -> Made:
    """Makes the chapter `ch16` (or `ch16_name`) in the course at `folder`, which may be a folder that is no course yet.

    Raises:
        WrongUsage: a name or a title that can't be used.
        Refused: something is there already, or the folder can't be written.
        CourseError: the course can't be read.
    """
    text = checked_title(title)
    name = chapter_name(given, text)
    root = _root(folder, given, title)
    whole = not is_course(root)
    if whole and (there := sorted(each.name for each in _contents(root) if each.name not in NO_CONTENTS)):
        raise Refused(
            f"{shown(root)} is no course (it has no {COURSE_FILE}) and not empty (it holds {there[0]}): "
            "name a course, or a new folder."
        )
    if not whole:
        _free_id(Course.open(root), name)
    markers = _markers(root, name, text)
    files = dict(_chapter(root, name)) | (dict(_course(root)) if whole else {})
    files = {path: _filled(text, markers) for path, text in files.items()}
    if taken := [path for path in files if path.exists()]:
        raise Refused(f"{shown(taken[0])} is there already, and nothing is overwritten: move it, or take another name.")
    files |= {path: text for path, text in _schemas(root).items() if not path.exists()}
    try:
        _write(files)
        stubs = [report.path for report in write_stubs(Course.open(root), (name,)) if report.state == "written"]
    except OSError as error:
        raise Refused(f"{shown(root)} can't be written: {error.strerror}.") from None
    return Made(root, name.split("_")[0], (*files, *stubs), whole)


def tell(made: Made, folder: Path | None) -> None:
    """What was written, and the command that comes next."""
    say(f"In {shown(made.root)}:")
    for path in made.files:
        say(f"wrote {path.relative_to(made.root).as_posix()}")
    say("The chapter works as it is: a running average is written, checked and trained. Put yours in its place.")
    say(f"Next: dltutor author lint {made.chapter}{course_option(folder)}")


def _root(folder: Path | None, given: str, title: str) -> Path:
    """The course's folder: without one named, that where the author stands, or the checkout of the default course."""
    if folder is None:
        root = here() or checkout()
        if root is None:
            typed = f"dltutor author new {shlex.quote(given)} {shlex.quote(title)} --course my-course"
            raise WrongUsage(f"You stand in no course. Name the folder of yours: `{typed}`; a new one is made.")
        return root
    root = folder.expanduser().absolute()
    if root.exists() and not root.is_dir():
        raise WrongUsage(f"{shown(root)} is a file, and a course is a folder; name another.")
    return root


def _contents(root: Path) -> list[Path]:
    return list(root.iterdir()) if root.exists() else []


def _free_id(course: Course, name: str) -> None:
    """Refused where the course has a chapter of this id; names the next free number."""
    chapter = name.split("_")[0]
    if chapter not in course.ids:
        return
    letters = chapter.rstrip("0123456789")
    digits = chapter[len(letters) :]
    number = int(digits or 1)
    while (free := f"{letters}{number:0{len(digits)}}") in course.ids:
        number += 1
    there = course.folders(course.name_of(chapter)).lesson
    raise Refused(f"{chapter} is there already: {shown(there)}. `{free}` is free.")


def _markers(root: Path, name: str, title: str) -> dict[str, str]:
    course_title = root.name.replace("-", " ").replace("_", " ").strip().capitalize() or title
    return {
        "@CHAPTER@": name.split("_")[0],
        "@NAME@": name,
        "@TITLE@": json.dumps(title, ensure_ascii=False),  # JSON's text is YAML's, whatever stands in it
        "@COURSE_TITLE@": json.dumps(course_title, ensure_ascii=False),
        "@COURSE_TITLE_AS_TEXT@": course_title,
        "@COURSE@": course_name(root),
        "@PACKAGE@": package_name(root),
        "@VERSION@": __version__,
        "@HERE@": "",  # what stands from here to the end is for the author, and lint finds it where it is left
        "@END@": "",
    } | {f"@SCHEMA_OF_{of.upper()}@": mark(of).rstrip("\n") for of in ROOTS}


def _chapter(root: Path, name: str) -> Iterator[tuple[Path, str]]:
    """Where each template of a chapter goes."""
    places = ChapterFolders(root, name)
    yield places.lesson, _template("chapter/lesson.yaml")
    yield places.solutions / "smooth.py", _template("chapter/smooth.py")
    yield places.solutions / "train.json", _template("chapter/train.json")
    yield places.answers / "smooth.yaml", _template("chapter/answers.yaml")
    yield places.checks / "test_smooth.py", _template("chapter/test_smooth.py")
    yield places.exercises / "look_memory.py", _template("chapter/look_memory.py")
    yield places.exercises / "train.py", _template("chapter/train.py")


def _course(root: Path) -> Iterator[tuple[Path, str]]:
    """Where each template of a course goes."""
    yield root / COURSE_FILE, _template("course/course.yaml")
    yield root / "README.md", _template("course/README.md")
    yield root / ".gitignore", _template("course/gitignore")
    yield root / "pyproject.toml", _template("course/project.toml")


def _schemas(root: Path) -> Files:
    return {root / schema_file(of): schema_text(of) for of in ROOTS}


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _filled(text: str, markers: dict[str, str]) -> str:
    """In one pass, so that a title may look like a marker."""
    return re.sub("@[A-Z_]+@", lambda marker: markers[marker[0]], text)


def _write(files: Files) -> None:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
