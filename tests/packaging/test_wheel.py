"""What ships is what git knows: all of the program and the course, and nothing that merely lies around."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COURSE = ("lessons", "exercises", "solutions", "tests/checks")
INSIDE = "tutor/default_course/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t", "wheel", "-t", "sdist"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> list[str]:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        return [name for name in archive.namelist() if ".dist-info/" not in name]


def tracked(*folders: str) -> set[str]:
    """The files git knows; in a source archive, which is no repository, the files that are there."""
    if not (ROOT / ".git").exists():
        files = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
        return {file.relative_to(ROOT).as_posix() for file in files if "__pycache__" not in file.parts}
    done = subprocess.run(
        ["git", "ls-files", "-z", "--", *folders], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}


def test_the_course_in_the_wheel_is_the_one_git_knows(wheel: list[str]) -> None:
    shipped = {name.removeprefix(INSIDE) for name in wheel if name.startswith(INSIDE)}
    known = tracked(*COURSE)
    assert sorted(shipped - known) == [], "these lie in the course and would ship; add them to git, or delete them"
    assert sorted(known - shipped) == [], "these belong to the course and would not ship"


def test_the_program_in_the_wheel_is_the_one_git_knows(wheel: list[str]) -> None:
    shipped = {name for name in wheel if not name.startswith(INSIDE)}
    known = tracked("tutor")
    assert sorted(shipped - known) == [], "these would ship; add them to git, or delete them"
    assert sorted(known - shipped) == []


def test_no_compiled_file_ships(wheel: list[str]) -> None:
    assert [name for name in wheel if "__pycache__" in name or name.endswith(".pyc")] == []


def test_the_source_archive_holds_what_make_test_needs(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {
        "Makefile",
        "pyproject.toml",
        "constraints.txt",
        "LICENSE",
        "README.md",
        *tracked("tutor", "tests", *COURSE),
    }
    assert sorted(needed - names) == []


def test_the_default_course_is_found_where_there_is_no_checkout(built: Path, tmp_path: Path) -> None:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "site")
    code = "from tutor.course import Course; c = Course.open(); print(c.root, len(c.chapters), c.broken)"
    # -P keeps the current folder off the path, as the installed command does.
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    chapters = sum(name.endswith(".yaml") and name != "lessons/course.yaml" for name in tracked("lessons"))
    assert done.stdout == f"{tmp_path}/site/tutor/default_course {chapters} {{}}\n"
