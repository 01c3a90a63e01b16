"""`dltutor list --courses`: what is installed is found by its entry point, and what is broken says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.tiny import workspace, write_course
from tutor.cli import app
from tutor.course import Course

__all__ = ["workspace"]


class Site:
    """A folder on the module path with installed packages in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def install(self, package: str, entries: str) -> None:
        """The metadata of one package, which offers `entries`."""
        info = self.root / f"{package}-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Name: {package}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[dltutor.courses]\n{entries}\n")

    def course(self, module: str) -> Path:
        """A sound course as a package without `__init__.py`, as `dltutor author new` lays it out."""
        return write_course(self.root / module)


@pytest.fixture
def site(tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return Site(tmp_path / "site")


def dltutor(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def test_without_others_the_default_course_is_listed_alone(site: Site) -> None:
    result = dltutor("list", "--courses")
    assert (result.exit_code, result.stdout.split()) == (0, ["(default)", "dltutor", str(Course.open().root)])


def test_an_installed_course_is_listed_and_opened_by_its_name(site: Site, workspace: Path) -> None:
    folder = site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    result = dltutor("list", "--courses")
    assert result.exit_code == 0
    assert f"tiny       A tiny course  {folder}\n" in result.stdout
    assert result.stdout.endswith("Next: dltutor start --course tiny\n")
    started = dltutor("start", "--course", "tiny", "--workspace", str(workspace))
    assert started.stdout.startswith("A tiny course\n")


def test_a_folder_of_the_same_name_elsewhere_does_not_hide_an_installed_course(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    (tmp_path / "elsewhere" / "tiny_course").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "elsewhere"))
    assert str(folder) in dltutor("list", "--courses").stdout


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("gone", "there is no package gone; `pip install --force-reinstall things` may mend it"),
        ("json", "the package json holds no lessons/course.yaml; `pip install"),
        ("falling.course", "the package falling.course can't be found (falls); `pip install"),
        ("old_course", "this course has format 9: it is newer than this dltutor"),
    ],
)
def test_a_broken_course_is_listed_with_its_sentence_beside_sound_ones(site: Site, entry: str, words: str) -> None:
    site.course("tiny_course")
    (site.root / "falling").mkdir()
    (site.root / "falling" / "__init__.py").write_text("raise RuntimeError('falls')\n")
    (site.root / "old_course" / "lessons").mkdir(parents=True)
    (site.root / "old_course" / "lessons" / "course.yaml").write_text("format: 9\n")
    site.install("things", f"aaa = {entry}\ntiny = tiny_course")
    result = dltutor("list", "--courses")
    assert result.exit_code == 3
    assert "aaa can't be used:\n    " in result.stdout
    assert words in result.stdout
    assert "A tiny course" in result.stdout
    opened = dltutor("list", "--course", "aaa")
    assert (opened.exit_code, opened.stdout) == (3, "")
    assert words in opened.stderr


def test_the_courses_as_json(site: Site) -> None:
    folder = site.course("tiny_course")
    site.install("things", "gone = gone\ntiny = tiny_course")
    told = json.loads(dltutor("list", "--courses", "--json").stdout)
    default, gone, tiny = told["courses"]
    assert told["schema"] == 1
    assert default == {"name": None, "title": "dltutor", "folder": str(Course.open().root), "fault": None}
    assert (gone["name"], gone["title"], gone["folder"]) == ("gone", None, None)
    assert gone["fault"].startswith("there is no package gone;")
    assert tiny == {"name": "tiny", "title": "A tiny course", "folder": str(folder), "fault": None}


def test_a_name_that_is_no_course_says_where_the_names_are(site: Site) -> None:
    result = dltutor("list", "--course", "tinny")
    assert result.exit_code == 3
    assert "or a course that `dltutor list --courses` shows" in result.stderr
