"""The course as text: what there is, one step, a word, how far one is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.calling import Dltutor
from tests.fake_checker import FakeChecker
from tests.tiny import solve
from tutor.cli import COMMANDS, app


def test_list_names_every_step_with_its_status(dltutor: Dltutor) -> None:
    result = dltutor("list")
    assert result.exit_code == 0
    assert "ch01  Small things  (5 min, 0 of 7 steps)\n" in result.stdout
    assert "  open  ch01/double    exercise  Double a tensor\n" in result.stdout
    assert "  new   ch01/why       read      Why we double\n" in result.stdout


def test_list_as_json(dltutor: Dltutor) -> None:
    told = json.loads(dltutor("list", "--json").stdout)
    assert (told["schema"], told["course"]) == (1, "A tiny course")
    small, more = told["chapters"]
    assert {name: small[name] for name in ("id", "title", "minutes", "needs")} == {
        "id": "ch01",
        "title": "Small things",
        "minutes": 5,
        "needs": [],
    }
    assert small["steps"][3] == {
        "id": "ch01/double",
        "kind": "exercise",
        "title": "Double a tensor",
        "status": "open",
    }
    assert more["needs"] == ["ch01"]


@pytest.mark.parametrize("option", ["--workspace", "--course"])
def test_an_empty_folder_name_is_refused_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["progress", option, ""])
    assert result.exit_code == 2
    assert f"'{option}': it is empty" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_chapter_is_listed_alone(dltutor: Dltutor) -> None:
    every, small, more = (dltutor("list", *which).stdout for which in ([], ["ch01"], ["ch02"]))
    assert every == small + more and more.startswith("ch02  ")
    assert [each["id"] for each in json.loads(dltutor("list", "ch02", "--json").stdout)["chapters"]] == ["ch02"]
    refused = dltutor("list", "2")
    assert (refused.exit_code, refused.stderr) == (2, "There is no '2' in this course; did you mean ch02?\n")


def test_list_makes_no_workspace(tiny_course: Path, tmp_path: Path, checker: FakeChecker) -> None:
    place = tmp_path / "nowhere"
    assert CliRunner().invoke(app, ["list", "--course", str(tiny_course), "--workspace", str(place)]).exit_code == 0
    assert not place.exists()


def test_a_broken_chapter_is_told_and_the_others_are_listed(dltutor: Dltutor, tiny_course: Path) -> None:
    (tiny_course / "lessons" / "ch02_more.yaml").write_text("id: ch02\ntitel: More\n")
    result = dltutor("list")
    assert result.exit_code == 3
    assert "ch01  Small things" in result.stdout
    assert "ch02_more.yaml:2:1" in result.stderr


def test_showing_a_step_makes_it_the_current_one_and_reads_the_one_before(dltutor: Dltutor) -> None:
    first = dltutor("show", "ch01/why")
    assert first.stdout.startswith("Why we double\nch01/why  read, step 1 of 8 of Small things\n")
    assert "smallest exercise there is" in first.stdout
    assert first.stdout.endswith("Next: dltutor show ch01/how-many\n")
    quiz = dltutor("show", "--next")
    assert "a)  As many as went in\nb)  Twice as many\n" in quiz.stdout
    assert quiz.stdout.endswith("Next: dltutor quiz ch01/how-many\n")
    assert "  done  ch01/why" in dltutor("list").stdout
    assert dltutor("show").stdout == quiz.stdout


def test_an_exercise_is_shown_with_its_file_and_what_is_forbidden(dltutor: Dltutor, workspace: Path) -> None:
    shown = dltutor("show", "ch01/double").stdout
    assert f"Write double in {workspace / 'ch01_small' / 'double.py'}\n  without torch.add.\n" in shown
    assert shown.endswith("Next: dltutor check ch01/double\nHelp: dltutor hint ch01/double\n")


def test_a_chapter_that_builds_on_another_warns_and_locks_nothing(dltutor: Dltutor) -> None:
    result = dltutor("show", "ch02")
    assert result.exit_code == 0
    assert "ch02 builds on ch01, which you have not finished." in result.stderr
    assert "ch02/eight  exercise  Eight times" in result.stdout


def test_the_training_says_its_target_and_what_is_open(dltutor: Dltutor) -> None:
    shown = dltutor("show", "ch01/train").stdout
    assert "Target: size at least 60\nFirst finish ch01/double.\n" in shown


def test_progress_counts_and_names_the_next_command(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double")
    dltutor("check", "ch01/double")
    told = json.loads(dltutor("progress", "--json").stdout)
    assert (told["done"], told["of"], told["where"]) == (1, 8, "ch01/double")
    assert told["chapters"][0]["exercises"] == {"passed": 1, "of": 2}
    words = dltutor("progress").stdout
    assert "ch01  Small things: 1 of 7 steps, 1 of 2 exercises\n" in words
    assert words.endswith("You are at ch01/double.\nNext: dltutor check ch01/double\n")


def test_a_damaged_database_is_named_and_rebuilt(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double")
    dltutor("check", "ch01/double")
    (workspace / ".dltutor" / "progress.db").write_bytes(b"damage" * 1000)
    assert "is kept as" in dltutor("list").stderr
    rebuilt = dltutor("progress", "--rebuild")
    assert "ch01/double: passed\n" in rebuilt.stderr
    assert "1 of 2 exercises" in rebuilt.stdout
    assert dltutor("list").stderr == ""


def test_start_without_a_terminal_prints_the_course_and_the_next_command(dltutor: Dltutor, workspace: Path) -> None:
    result = dltutor("start")
    assert result.exit_code == 0
    assert result.stdout == (
        "A tiny course\n  ch01  Small things: 0 of 7 steps\n  ch02  More things: 0 of 1 steps\n"
        f"Your files: {workspace}\nNext: dltutor check ch01/double\n"
    )
    assert dltutor("start", "ch09").exit_code == 2


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "author"])
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert f"dltutor {name}" in result.stdout or f"{name} [OPTIONS]" in result.stdout
    assert ("--course" in result.stdout) == (name != "fetch"), "what is fetched belongs to no course"


def test_the_help_lists_every_command() -> None:
    listed = CliRunner().invoke(app, ["--help"]).stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in listed] == []


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("status", "progress"), ("run", "train")])
def test_a_misspelt_command_names_the_nearest(typed: str, meant: str) -> None:
    result = CliRunner().invoke(app, [typed])
    assert result.exit_code == 2
    assert f"did you mean `dltutor {meant}`?" in result.stderr
