"""`dltutor list --courses`: what is installed is found by its entry point, and what is broken says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.site import Site, site
from tests.tiny import workspace
from tutor.cli import app
from tutor.course import Course

__all__ = ["site", "workspace"]


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


def test_where_the_usual_workspace_is_taken_the_next_command_names_another(site: Site) -> None:
    site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    assert dltutor("start").exit_code == 0
    next_command = "dltutor start --course tiny --workspace ~/dltutor-workspace-tiny"
    assert dltutor("list", "--courses").stdout.endswith(f"Next: {next_command}\n")


def test_it_is_learnt_without_its_name_after_the_first_command(site: Site, workspace: Path) -> None:
    site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    begun = dltutor("show", "ch01/why", "--course", "tiny")
    assert begun.stdout.endswith("Next: dltutor show ch01/how-many\n")
    assert "Which shape" in dltutor("show", "ch01/shape").stdout
    assert "ch01/double  exercise" in dltutor("find", "twice the input").stdout
    assert "  open  ch01/shape" in dltutor("list").stdout
    assert dltutor("progress").stdout.startswith("This is the course tiny (A tiny course).\n\nch01  Small things")
    assert "A tiny course: 2 chapters" in dltutor("doctor").stdout
    assert "~/dltutor-workspace, for the course tiny (A tiny course)" in dltutor("doctor").stdout


def test_what_is_not_kept_anywhere_is_named_in_the_next_command(site: Site, tmp_path: Path) -> None:
    site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    shown = dltutor("progress", "--course", "tiny", "--workspace", str(tmp_path / "my work"))
    assert shown.stdout.endswith(f"Next: dltutor show ch01/why --course tiny --workspace '{tmp_path / 'my work'}'\n")
    assert not (tmp_path / "my work").exists()


@pytest.mark.parametrize("command", [["start"], ["list"], ["find", "line"], ["show"], ["check", "ch01"], ["progress"]])
def test_another_course_is_refused_by_every_command(command: list[str], site: Site) -> None:
    site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    assert dltutor("start").exit_code == 0
    refused = dltutor(*command, "--course", "tiny")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        "~/dltutor-workspace belongs to the default course, and your work in the course tiny"
    )
    assert "`dltutor start --course tiny --workspace ~/dltutor-workspace-tiny`" in refused.stderr


def test_the_doctor_names_a_course_that_was_uninstalled(site: Site) -> None:
    site.course("tiny_course")
    site.install("tiny-things", "tiny = tiny_course")
    assert dltutor("start", "--course", "tiny").exit_code == 0
    (site.root / "tiny-things-1.dist-info" / "entry_points.txt").unlink()
    examined = dltutor("doctor")
    assert examined.exit_code == 1
    assert "belongs to the course tiny (A tiny course), but no course of that name is installed." in examined.stdout
    gone = dltutor("show")
    assert (gone.exit_code, gone.stdout) == (1, "")
    assert "Install it again; or if you have it elsewhere, give its folder once with --course DIR" in gone.stderr
