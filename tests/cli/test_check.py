"""`dltutor check`: what a person reads, what a program reads, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tests.cli.calling import Dltutor
from tests.fake_checker import FakeChecker
from tests.tiny import solve
from tutor.checking.verdict import ExerciseVerdict
from tutor.cli import app
from tutor.commands import console


def test_a_failed_check_tells_the_promise_the_line_the_mistake_and_the_next_command(
    dltutor: Dltutor, workspace: Path
) -> None:
    file = solve(workspace, "ch01_small/double", expression="3 * x")
    result = dltutor("check", "ch01/double")
    assert result.exit_code == 1
    assert result.stdout == (
        "ch01/double  Double a tensor\n"
        "  passed   The worked example\n"
        "  FAILED   Each number counts\n"
        "\n"
        "Each number counts\n"
        "  got\n"
        "    [3]\n"
        "\n"
        f"  {file}, line 8:\n"
        "     8 │     return 3 * x\n"
        "\n"
        "What this looks like: wrong-factor\n"
        "  The factor is another one.\n"
        "\n"
        "ch01/double: failed, 1 of 2 checks, 0.05 s\n"
        "Next: dltutor hint ch01/double\n"
    )


def test_a_pass_tells_why_it_works_and_what_comes_next(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double")
    result = dltutor("check")
    assert result.exit_code == 0
    assert result.stdout.endswith(
        "ch01/double: passed, 2 of 2 checks, 0.05 s\n\nMultiplying by two is a linear map.\n\n"
        "Next: dltutor show ch01/twice\n"
    )


def test_a_chapter_ends_in_words_and_leaves_an_optional_exercise_out(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double")
    solve(workspace, "ch01_small/twice", expression="double(x)")
    result = dltutor("check", "ch01")
    assert result.exit_code == 1
    assert result.stdout.endswith(
        "ch01/twice: failed, 1 of 2 checks\n\nch01/extra: untouched, 0 of 2 checks\n"
        "ch01: 1 of 2 exercises, 3 of 4 checks\n"
    )


def test_an_untouched_stub_is_not_passed_and_says_what_to_do(dltutor: Dltutor) -> None:
    result = dltutor("check", "ch01/double")
    assert result.exit_code == 1
    assert "ch01/double is still as you got it." in result.stdout
    assert result.stdout.endswith("ch01/double: untouched, 0 of 2 checks, 0.00 s\nNext: dltutor show ch01/double\n")


def test_what_has_to_be_finished_first_is_the_next_command(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/twice")
    result = dltutor("check", "ch01/twice")
    assert result.exit_code == 1
    assert "  Finish ch01/double first.\n" in result.stdout
    assert result.stdout.endswith("Next: dltutor check ch01/double\n")


def test_json_holds_the_fields_that_programs_read(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double", expression="3 * x")
    result = dltutor("check", "ch01", "--json")
    assert result.exit_code == 1
    told: dict[str, Any] = json.loads(result.stdout)
    assert (told["schema"], told["passed"], told["score"]) == (1, False, {"passed": 1, "of": 4})
    assert [(each["id"], each["status"]) for each in told["exercises"]] == [
        ("ch01/double", "failed"),
        ("ch01/twice", "untouched"),
        ("ch01/extra", "untouched"),
    ]
    first = told["exercises"][0]
    assert {"id", "status", "sha256", "seconds", "output", "checks"} <= set(first)
    check = first["checks"][1]
    assert {"id", "title", "status", "reason", "message", "mistake", "line", "seconds"} <= set(check)
    assert (check["status"], check["reason"], check["mistake"], check["line"]) == ("failed", "wrong", "wrong-factor", 8)


def test_what_the_code_printed_is_shown_and_never_obeyed(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double", expression="2 * x  # print")
    result = dltutor("check", "ch01/double")
    assert "Your code printed:\n  │ [bold]hi[/bold]\n" in result.stdout
    assert "\x1b" not in result.output


def test_junit_counts_what_failed(dltutor: Dltutor, workspace: Path, tmp_path: Path) -> None:
    solve(workspace, "ch01_small/double", expression="3 * x")
    assert dltutor("check", "ch01", "--junit", str(tmp_path / "junit.xml")).exit_code == 1
    suites = ElementTree.parse(tmp_path / "junit.xml").getroot().findall("testsuite")
    counts = [(suite.get("name"), suite.get("failures"), suite.get("skipped")) for suite in suites]
    assert counts == [("ch01/double", "1", "0"), ("ch01/twice", "0", "2"), ("ch01/extra", "0", "2")]
    failure = suites[0].find("testcase/failure")
    assert failure is not None
    assert "The factor is another one." in (failure.text or "")


def test_another_file_is_checked_in_its_place(dltutor: Dltutor, workspace: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine.py"
    other.write_text("def double(x):\n    return 2 * x\n")
    assert dltutor("check", "ch01/double", "--file", str(other)).exit_code == 0
    assert "not handed in anything" in dltutor("history", "ch01/double").stdout
    missing = dltutor("check", "ch01/double", "--file", str(tmp_path / "none.py"))
    assert (missing.exit_code, "There is no file" in missing.stderr) == (2, True)
    many = dltutor("check", "ch01", "--file", str(other))
    assert (many.exit_code, "--file stands for one exercise" in many.stderr) == (2, True)


def test_a_path_names_the_exercise_too(dltutor: Dltutor, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    solve(workspace, "ch01_small/double")
    monkeypatch.chdir(workspace / "ch01_small")
    assert dltutor("check", "double.py").stdout.startswith("ch01/double  Double a tensor\n")


def test_an_unknown_target_names_the_nearest(dltutor: Dltutor) -> None:
    result = dltutor("check", "ch01/dubble")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "ch01/double" in result.stderr
    assert dltutor("check", "ch7").exit_code == 2


def test_a_fault_of_the_course_is_not_the_learners(
    dltutor: Dltutor, workspace: Path, checker: FakeChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve(workspace, "ch01_small/double")

    def broken(job: Any, on_verdict: Any = None) -> ExerciseVerdict:
        return ExerciseVerdict(
            id=job.address,
            status="error",
            sha256=job.sha256,
            seconds=0.0,
            output="",
            checks=(),
            note="The check broke.",
        )

    monkeypatch.setattr(checker, "check", broken)
    assert dltutor("check", "ch01/double").exit_code == 3


def test_a_workspace_inside_the_course_is_refused(dltutor: Dltutor, tiny_course: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--course", str(tiny_course), "--workspace", str(tiny_course / "mine")])
    assert result.exit_code == 2
    assert "lies inside the course" in result.stderr


def test_no_course_is_a_fault_with_a_sentence(dltutor: Dltutor, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["list", "--course", str(tmp_path)])
    assert result.exit_code == 3
    assert "there is no course here" in result.stderr


def test_a_surprise_inside_the_tutor_is_a_sentence_and_exit_code_3(
    dltutor: Dltutor, checker: FakeChecker, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve(workspace, "ch01_small/double")

    def surprise(job: Any, on_verdict: Any = None) -> ExerciseVerdict:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(checker, "check", surprise)
    result = dltutor("check", "ch01/double")
    assert result.exit_code == 3
    assert "dltutor itself failed: ZeroDivisionError: by zero" in result.stderr
    assert "DLTUTOR_DEBUG=1" in result.stderr


@pytest.mark.parametrize(("colours", "shown"), [("truecolor", "axis dim, not 0"), (None, "*axis* `dim`, not 0")])
def test_code_and_stress_in_a_promise_have_looks_where_there_are_colours_and_else_marks(
    monkeypatch: pytest.MonkeyPatch, colours: Any, shown: str
) -> None:
    monkeypatch.setattr(console, "out", lambda: Console(force_terminal=True, color_system=colours))
    text = console.sentence("*axis* `dim`, not 0", "bold")
    assert text.plain == shown
    assert ({"bold cyan", "bold italic"} <= {str(span.style) for span in text.spans}) == (colours is not None)
