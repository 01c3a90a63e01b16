"""What a check means for a learner: what comes first, what is recorded, what is kept for the next one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_checker import FakeChecker
from tests.tiny import EXERCISES, solve
from tutor.checking.verdict import Cancelled, ExerciseVerdict
from tutor.session import Refused, Session


@pytest.fixture
def session(tiny_course: Path, workspace: Path, checker: FakeChecker) -> Iterator[Session]:
    opened = Session.open(tiny_course, workspace)
    yield opened
    opened.close()


def test_the_verdict_is_heard_and_kept_before_the_diagnosis_comes(session: Session, workspace: Path) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double", expression="3 * x")
    heard: list[tuple[ExerciseVerdict, int]] = []
    verdict = session.check(
        "ch01/double", on_verdict=lambda told: heard.append((told, len(session.history("ch01/double"))))
    )
    assert [(told.checks[1].mistake, kept) for told, kept in heard] == [(None, 1)]
    assert verdict.checks[1].mistake == "wrong-factor"
    (attempt,) = session.history("ch01/double")
    assert attempt.verdict == verdict
    assert "return 3 * x" in attempt.source
    assert session.status("ch01/double") == "open"


def test_an_untouched_stub_is_told_kindly_and_is_no_attempt(session: Session, checker: FakeChecker) -> None:
    heard: list[ExerciseVerdict] = []
    verdict = session.check("ch01/double", on_verdict=heard.append)
    assert heard == [verdict]
    assert verdict.status == "untouched"
    assert "still as you got it" in verdict.note
    assert [check.status for check in verdict.checks] == ["skipped", "skipped"]
    assert "two times" in verdict.checks[1].title
    assert session.history("ch01/double") == ()
    assert checker.jobs == []


def test_what_an_exercise_builds_on_has_to_pass_first(session: Session, workspace: Path, checker: FakeChecker) -> None:
    session.visit("ch01/double")
    session.visit("ch02/eight")
    solve(workspace, "ch02_more/eight")
    assert session.check("ch02/eight").note == "finish ch01/double first"
    solve(workspace, "ch01_small/double")
    solve(workspace, "ch01_small/twice", expression="double(x)")
    skipped = session.check("ch02/eight")
    assert (skipped.status, skipped.note) == ("skipped", "finish ch01/twice first")
    assert session.history("ch02/eight") == ()
    twice = workspace / "ch01_small" / "twice.py"
    twice.write_text(twice.read_text().replace("double(x)", EXERCISES["ch01_small/twice"][3]))
    assert session.check("ch02/eight").status == "passed"
    assert [job.address for job in checker.jobs] == [
        "ch01/double", "ch01/twice", "ch01/twice", "ch02/eight",
    ], "what has passed in this very form is not checked again"  # fmt: skip


def test_an_edit_below_makes_what_was_built_on_it_open_again(session: Session, workspace: Path) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    solve(workspace, "ch01_small/twice")
    assert session.check("ch01/twice").status == "passed"
    assert session.last_verdict("ch01/twice") is not None
    assert session.open_uses("ch01/train") == ()
    double = workspace / "ch01_small" / "double.py"
    double.write_text(double.read_text() + "# a thought\n")
    assert session.last_verdict("ch01/twice") is None
    assert session.open_uses("ch01/train") == ("ch01/double",)
    assert session.status("ch01/twice") == "done", "what was done stays done"


def test_another_file_is_checked_without_being_recorded(session: Session, tmp_path: Path) -> None:
    other = tmp_path / "mine.py"
    other.write_text("def double(x):\n    return 2 * x\n")
    assert session.check("ch01/double", file=other).status == "passed"
    assert session.history("ch01/double") == ()
    assert session.status("ch01/double") == "new"


def test_a_seed_that_failed_is_tried_until_it_passes(session: Session, workspace: Path, checker: FakeChecker) -> None:
    session.visit("ch01/double")
    file = solve(workspace, "ch01_small/double", expression="3 * x")
    session.check("ch01/double")
    seed = checker.jobs[-1].seed
    file.write_text(file.read_text().replace("3 * x", "2 * x"))
    session.check("ch01/double")
    assert checker.jobs[-1].seeds == {"test_every_number_counts": seed}
    file.write_text(file.read_text() + "# more\n")
    session.check("ch01/double")
    assert checker.jobs[-1].seeds == {}


def test_a_check_that_is_called_off_gives_no_verdict(session: Session, workspace: Path, checker: FakeChecker) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    checker.held = True
    ended: list[str] = []

    def check() -> None:
        try:
            session.check("ch01/double")
        except Cancelled:
            ended.append("cancelled")

    thread = threading.Thread(target=check)
    thread.start()
    assert checker.entered.wait(10)
    session.cancel_check()
    thread.join(10)
    assert ended == ["cancelled"]
    assert session.history("ch01/double") == ()


def test_work_in_the_courses_own_stub_is_pointed_out(session: Session, tiny_course: Path, workspace: Path) -> None:
    session.visit("ch01/double")
    stub = tiny_course / "exercises" / "ch01_small" / "double.py"
    stub.write_text(stub.read_text().replace("raise NotImplementedError", "return 2 * x"))
    verdict = session.check("ch01/double")
    assert verdict.status == "untouched"
    assert f"You edited {stub}" in verdict.note
    assert f"cp {stub} {workspace / 'ch01_small' / 'double.py'}" in verdict.note
    assert "dltutor author stubs --force" in verdict.note


def test_a_changed_check_makes_an_old_verdict_void(session: Session, tiny_course: Path, workspace: Path) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    assert session.check("ch01/double").status == "passed"
    check = tiny_course / "tests" / "checks" / "ch01_small" / "test_double.py"
    check.write_text(check.read_text().replace("rand(3, 5)", "rand(3, 7)"))
    assert session.last_verdict("ch01/double") is None


def test_only_exercises_can_be_checked(session: Session) -> None:
    with pytest.raises(Refused, match="ch01/why is a read step, not an exercise"):
        session.check("ch01/why")
    with pytest.raises(Refused, match=r"ch01 is a chapter; name one of its steps, such as ch01/why"):
        session.check("ch01")


def test_closing_ends_the_checker_and_may_happen_twice(
    tiny_course: Path, workspace: Path, checker: FakeChecker
) -> None:
    session = Session.open(tiny_course, workspace)
    session.warm()
    session.close()
    session.close()
    assert (checker.warmed, checker.closed) == (1, True)
