"""The stubs in exercises/ follow the solutions, and nobody's edit is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.course.conftest import EXERCISE, SOLUTION, TinyCourse
from tutor.authoring.commands import app
from tutor.authoring.stubs import write_stubs
from tutor.course import Course
from tutor.course.stubtext import edited_by_hand, learner_text

STUB = "exercises/ch01_counting/add_one.py"


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyCourse:
    """The small course with a stub that was generated."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    course = TinyCourse(tmp_path / "course")
    (course.root / STUB).unlink()
    write_stubs(course.open())
    return course


def states(course: TinyCourse, *, check: bool = False, force: bool = False) -> list[str]:
    return [report.state for report in write_stubs(course.open(), check=check, force=force)]


def stub(course: TinyCourse) -> str:
    return (course.root / STUB).read_text()


def test_a_missing_stub_is_written_although_its_chapter_is_not_sound(tiny: TinyCourse) -> None:
    (tiny.root / STUB).unlink()
    (tiny.root / "tests/checks/ch01_counting/test_add_one.py").unlink()
    assert states(tiny, check=True) == ["missing"]
    assert states(tiny) == ["written"]
    assert states(tiny) == ["current"]


def test_the_first_line_says_where_the_stub_comes_from_and_is_not_the_learners(tiny: TinyCourse) -> None:
    first, rest = stub(tiny).split("\n", 1)
    assert first.startswith("# Made from solutions/ch01_counting/add_one.py by `dltutor author stubs`")
    assert learner_text(stub(tiny)) == rest == SOLUTION.replace("return x + 1", "raise NotImplementedError")
    assert learner_text(rest) == rest


def test_a_changed_solution_makes_its_stub_stale(tiny: TinyCourse) -> None:
    tiny.write("solutions/ch01_counting/add_one.py", SOLUTION.replace("after x", "behind x"))
    assert states(tiny, check=True) == ["stale"]
    assert states(tiny) == ["written"]
    assert "behind x" in stub(tiny)


def test_a_changed_body_changes_no_stub(tiny: TinyCourse) -> None:
    tiny.write("solutions/ch01_counting/add_one.py", SOLUTION.replace("x + 1", "1 + x"))
    assert states(tiny, check=True) == ["current"]


@pytest.mark.parametrize("edit", ["x = 1\n{}", "{}# more\n", "{}\n"])
def test_a_hand_edit_is_not_overwritten_without_force(tiny: TinyCourse, edit: str) -> None:
    edited = edit.format(stub(tiny))
    tiny.write(STUB, edited)
    assert edited_by_hand(edited)
    assert states(tiny) == ["edited"]
    assert stub(tiny) == edited
    assert states(tiny, force=True) == ["written"]
    assert not edited_by_hand(stub(tiny))


def test_other_line_ends_are_no_edit(tiny: TinyCourse) -> None:
    (tiny.root / STUB).write_bytes(stub(tiny).replace("\n", "\r\n").encode())
    assert states(tiny, check=True) == ["current"]
    tiny.write("solutions/ch01_counting/add_one.py", SOLUTION.replace("after x", "behind x"))
    assert states(tiny) == ["written"]
    assert "behind x" in stub(tiny)


def test_the_stub_of_a_renamed_exercise_goes(tiny: TinyCourse) -> None:
    tiny.exercise(tiny.name, "plus_one", SOLUTION)
    (tiny.root / "exercises/ch01_counting/plus_one.py").unlink()
    tiny.lesson(EXERCISE.replace("add_one.py", "plus_one.py"))
    helper = tiny.write("exercises/ch01_counting/train.py", "print(1)\n")
    assert states(tiny, check=True) == ["missing", "orphan"]
    assert states(tiny) == ["written", "removed"]
    assert not (tiny.root / STUB).exists()
    assert helper.exists()


def test_an_edited_stub_of_no_exercise_is_kept_and_named(tiny: TinyCourse) -> None:
    tiny.lesson("- {id: a, read: A, text: b}\n")
    tiny.write(STUB, stub(tiny) + "# mine\n")
    (report,) = write_stubs(tiny.open())
    assert (report.state, report.path.exists()) == ("edited", True)
    assert "delete it" in report.message


def test_a_chapter_that_cannot_be_read_is_reported_and_the_others_are_done(tiny: TinyCourse) -> None:
    tiny.lesson("- {id: a}\n", "id: ch00\ntitle: T\nsummary: S\nminutes: 1\nsteps:\n", "ch00_broken")
    reports = write_stubs(tiny.open())
    assert [report.state for report in reports] == ["broken", "current"]
    assert "ch00_broken.yaml:6:5" in reports[0].message


def test_a_solution_that_cannot_be_cut_is_reported(tiny: TinyCourse) -> None:
    tiny.write("solutions/ch01_counting/add_one.py", "def add_one(x):\n    return x + 1  # given\n")
    (report,) = write_stubs(tiny.open())
    assert report.state == "broken"
    assert "nothing of `add_one` is left to write" in report.message


def test_the_command_says_what_is_to_be_done_and_exits_by_it(tiny: TinyCourse) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["stubs", "--course", str(tiny.root), *arguments])
        return done.exit_code, done.output

    assert run("--check") == (0, "1 of 1 stubs are up to date\n")
    tiny.write("solutions/ch01_counting/add_one.py", SOLUTION.replace("after x", "behind x"))
    code, output = run("--check", "ch01")
    assert code == 1
    assert f"is stale; run `dltutor author stubs --course {tiny.root}`" in output
    code, output = run()
    assert (code, output.split(" ", 1)[0]) == (0, "written")
    assert run("ch02")[0] == 2
    tiny.lesson("- {id: a}\n")
    assert run()[0] == 3


def test_the_stubs_of_the_default_course_are_up_to_date() -> None:
    reports = write_stubs(Course.open(), check=True)
    assert [report.message for report in reports if not report.good] == []
