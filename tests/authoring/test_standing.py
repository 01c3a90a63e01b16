"""An author's command is about the course that the author stands in, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.tiny import write_course
from tutor.authoring.standing import root_of
from tutor.cli import app
from tutor.course.locate import default_root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = write_course(tmp_path / "course")
    monkeypatch.chdir(made / "lessons")
    return made


def author(*words: str) -> Result:
    return CliRunner().invoke(app, ["author", *words])


@pytest.mark.parametrize("words", [("lint", "ch02", "--no-train", "--json"), ("stubs",)])
def test_the_course_of_the_current_folder_comes_first_and_is_named(root: Path, words: tuple[str, ...]) -> None:
    done = author(*words)
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[0] == f"Course: {root}, where you stand."
    assert "4 of 4 stubs" in done.stdout or "ch02/eight" in done.stdout


def test_a_removed_stub_is_not_counted(root: Path) -> None:
    for folder in ("exercises", "solutions"):
        (root / folder / "ch02_more/eight.py").rename(root / folder / "ch02_more/nine.py")
    lesson = root / "lessons/ch02_more.yaml"
    lesson.write_text(lesson.read_text().replace("file: eight.py", "file: nine.py"))
    (root / "exercises/ch02_more/nine.py").rename(root / "exercises/ch02_more/eight.py")
    done = author("stubs", "ch02")
    assert "removed" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 of 1 stubs are up to date"


def test_elsewhere_it_is_the_course_that_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert root_of(None) == default_root()
    assert "which comes along; another one is named with `--course DIR`" in capsys.readouterr().err


def test_a_name_that_means_an_installed_copy_says_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = write_course(root.parent / "site" / "own")
    monkeypatch.setattr("tutor.course.locate.installed_root", lambda name: copy)
    assert root_of(Path("own")) == copy
    assert capsys.readouterr().err == (
        f"Course: {copy}, which is installed; you stand in another one: `--course {root}`.\n"
    )
    assert root_of(root) == root
    assert capsys.readouterr().err == ""


def test_the_help_shows_whole_sentences() -> None:
    told = CliRunner().invoke(app, ["author", "--help"], env={"COLUMNS": "80"}).output
    options, _, commands = told.partition("Commands:")
    assert len(commands.splitlines()) >= 6 and "..." not in commands
    assert "completion" not in options
