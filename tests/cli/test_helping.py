"""Hints, the solution, resets and the history of one's attempts."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from tests.cli.calling import Dltutor
from tests.tiny import solve


def test_hints_come_one_at_a_time(dltutor: Dltutor) -> None:
    assert "No hint was given yet" in dltutor("hint", "ch01/double", "--again").stdout
    assert dltutor("hint", "ch01/double").stdout == "Hint 1 of 2\nWhat is twice a number?\n"
    assert dltutor("hint", "ch01/double").stdout.startswith("Hint 2 of 2\n")
    assert dltutor("hint", "ch01/double", "--again").stdout.count("Hint") == 2
    none = dltutor("hint", "ch01/twice")
    assert (none.exit_code, "has no hints" in none.stderr) == (1, True)


def test_without_a_step_the_hint_is_about_the_exercise_where_one_is(dltutor: Dltutor) -> None:
    dltutor("show", "ch01/how-many")
    result = dltutor("hint")
    assert result.exit_code == 0
    assert result.stdout.startswith("ch01/double  Double a tensor\nHint 1 of ")
    assert dltutor("hint", "ch01/double", "--again").stdout == result.stdout.partition("\n")[2]


def test_the_solution_waits_for_a_pass_or_for_giving_up(dltutor: Dltutor) -> None:
    early = dltutor("solution", "ch01/double")
    assert early.exit_code == 1
    assert "`dltutor solution ch01/double --give-up`" in " ".join(early.stderr.split())
    assert "return 2 * x" in dltutor("solution", "ch01/double", "--give-up").stdout


def test_the_command_that_is_named_is_about_the_same_workspace(dltutor: Dltutor, tmp_path: Path) -> None:
    elsewhere = Dltutor(dltutor.course, tmp_path / "elsewhere")
    (named,) = re.findall("`dltutor (solution [^`]+)`", " ".join(elsewhere("solution", "ch01/double").stderr.split()))
    assert shlex.split(named)[1:] == ["ch01/double", "--give-up", "--workspace", str(tmp_path / "elsewhere")]


def test_a_reset_says_where_the_backup_is(dltutor: Dltutor, workspace: Path) -> None:
    file = solve(workspace, "ch01_small/double")
    result = dltutor("reset", "ch01/double")
    assert result.exit_code == 0
    (backup,) = (workspace / "backups" / "ch01_small").iterdir()
    assert str(backup) in result.stdout
    assert "return 2 * x" in backup.read_text()
    assert "raise NotImplementedError" in file.read_text()
    assert dltutor("reset", "ch01/double").exit_code == 1


def test_the_history_lists_attempts_and_prints_their_code(dltutor: Dltutor, workspace: Path) -> None:
    file = solve(workspace, "ch01_small/double", expression="3 * x")
    dltutor("check", "ch01/double")
    file.write_text(file.read_text().replace("3 * x", "2 * x"))
    dltutor("check", "ch01/double")
    first, second = dltutor("history", "ch01/double").stdout.splitlines()
    assert first.endswith("failed  1 of 2 checks  wrong-factor")
    assert second.endswith("passed  2 of 2 checks")
    assert "return 3 * x" in dltutor("history", "ch01/double", "--show", "1").stdout
    assert dltutor("history", "ch01/double", "--show", "3").exit_code == 2
    told = json.loads(dltutor("history", "ch01/double", "--json").stdout)
    assert [each["verdict"]["status"] for each in told["attempts"]] == ["failed", "passed"]
