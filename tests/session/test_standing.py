"""Where the learner is, what is done, and what a session says when it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fake_checker import FakeChecker
from tests.tiny import solve
from tutor.course import Course, UnknownTarget
from tutor.course.locate import default_root
from tutor.learner.refused import WrongUsage
from tutor.session import Refused, Session


@pytest.fixture
def session(tiny_course: Path, workspace: Path, checker: FakeChecker) -> Iterator[Session]:
    opened = Session.open(tiny_course, workspace)
    yield opened
    opened.close()


def test_a_beginner_is_at_the_first_step_and_later_at_the_last_visited_one(
    session: Session, tiny_course: Path, workspace: Path
) -> None:
    assert session.where() == "ch01/why"
    session.visit("ch01/double")
    session.close()
    again = Session.open(tiny_course, workspace)
    assert again.where() == "ch01/double"
    again.close()


def test_a_step_in_passing_is_prepared_and_not_remembered(session: Session, workspace: Path) -> None:
    session.visit("ch01/double", passing=True)
    assert session.where() == "ch01/why"
    assert session.status("ch01/double") == "new"
    assert list((workspace / "ch01_small").glob("*.py")), "its files are there"


def test_a_step_that_the_course_no_longer_has_sends_back_to_the_start(session: Session) -> None:
    session.progress.steps.visit("ch09/gone")
    assert session.where() == "ch01/why"


def test_reading_is_done_when_left_and_an_answer_when_right(session: Session) -> None:
    chapter = session.course.chapter("ch01")
    session.visit("ch01/why")
    assert session.status("ch01/why") == "open"
    session.leave("ch01/why")
    session.leave("ch01/double")
    assert session.status("ch01/why") == "done"
    assert session.status("ch01/double") == "new"
    session.answer("ch01/how-many", 1)
    assert session.status("ch01/how-many") == "open"
    session.answer("ch01/how-many", 0)
    assert session.status("ch01/how-many") == "done"
    assert session.chapter_progress(chapter) == (2, 7), "the optional exercise counts only when it is done"
    session.progress.steps.mark_done("ch01/extra")
    assert session.chapter_progress(chapter) == (3, 8)


def test_a_needed_chapter_is_missing_until_its_exercises_are_done(session: Session, workspace: Path) -> None:
    more = session.course.chapter("ch02")
    assert session.missing_needs(more) == ("ch01",)
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    solve(workspace, "ch01_small/twice")
    session.check("ch01/twice")
    assert session.missing_needs(more) == ()


def test_looking_at_a_course_makes_no_workspace(tiny_course: Path, workspace: Path) -> None:
    session = Session.open(tiny_course, workspace, make=False)
    assert session.where() == "ch01/why"
    session.close()
    assert not workspace.exists()


def test_an_unknown_step_names_the_nearest(session: Session) -> None:
    with pytest.raises(UnknownTarget, match=r"ch01/double"):
        session.find("ch01/dubble")


def test_hints_come_one_by_one_and_are_remembered(session: Session) -> None:
    assert session.hints_shown("ch01/double") == ()
    given = [session.hint("ch01/double") for _ in range(3)]
    assert [(hint.number, hint.of) for hint in given] == [(1, 2), (2, 2), (2, 2)]
    assert session.hints_shown("ch01/double") == tuple(given[:2])
    with pytest.raises(Refused, match=r"has no hints"):
        session.hint("ch01/twice")


def test_the_solution_is_for_who_passed_or_gives_up(session: Session, workspace: Path) -> None:
    with pytest.raises(Refused, match=r"has not passed yet.*dltutor hint ch01/double.*--give-up"):
        session.solution("ch01/double")
    assert "return 2 * x" in session.solution("ch01/double", give_up=True)
    assert "return 2 * x" in session.solution("ch01/double"), "giving up is remembered"
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    solve(workspace, "ch01_small/twice")
    session.check("ch01/twice")
    assert "return double(double(x))" in session.solution("ch01/twice")


def test_a_learners_file_is_written_whole_and_put_back(session: Session) -> None:
    file = session.file("ch01/double")
    stub = file.read_bytes()
    session.write_file("ch01/double", stub.decode() + "# π\r\n")
    assert file.read_bytes() == stub + "# π\r\n".encode()
    file.write_bytes(b"\xff\xfe")
    backup = session.reset("ch01/double")
    assert backup.read_bytes() == b"\xff\xfe"
    assert file.read_bytes() == stub


def test_a_script_is_a_file_of_the_workspace_too(session: Session, workspace: Path) -> None:
    assert session.file("ch01/train") == workspace / "ch01_small" / "train.py"
    with pytest.raises(Refused, match=r"ch01/why is a read step: there is no file to it"):
        session.file("ch01/why")


def test_a_damaged_database_is_told_and_rebuilt_from_the_files(
    session: Session, tiny_course: Path, workspace: Path, checker: FakeChecker
) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    solve(workspace, "ch01_small/twice", expression="double(x)")
    session.check("ch01/double")
    session.close()
    (workspace / ".dltutor" / "progress.db").write_bytes(b"damage" * 1000)
    again = Session.open(tiny_course, workspace)
    assert "progress-damaged-" in again.notices[0]
    assert again.status("ch01/double") == "new"
    again.rebuild()
    assert again.status("ch01/double") == "done"
    assert again.status("ch01/twice") == "open"
    assert again.status("ch01/extra") == "new"
    again.close()
    last = Session.open(tiny_course, workspace)
    assert last.notices == []
    last.close()


def test_a_course_that_was_saved_anew_is_gone_on_with(session: Session, tiny_course: Path, workspace: Path) -> None:
    session.visit("ch01/double")
    script = tiny_course / "exercises" / "ch01_small" / "look.py"
    script.write_text(script.read_text().replace("is 7", "is 8"))
    lesson = tiny_course / "lessons" / "ch01_small.yaml"
    lesson.write_text(lesson.read_text().replace("title: Small things", "title: Little things"))
    session.renew(Course.open(tiny_course))
    session.visit("ch01/double")
    assert session.find("ch01")[0].title == "Little things"
    assert "is 8" in session.file("ch01/look").read_text()
    solve(workspace, "ch01_small/double")
    assert session.check("ch01/double").status == "passed"


def test_a_workspace_knows_its_course(session: Session, tiny_course: Path, workspace: Path) -> None:
    session.visit("ch01/double")
    session.close()
    again = Session.open(workspace=workspace)
    assert (again.course.root, again.where()) == (tiny_course, "ch01/double")
    assert again.command("show ch01") == "dltutor show ch01"
    again.close()
    looking = Session.open(workspace=workspace, make=False)
    assert looking.course.root == tiny_course
    looking.close()


def test_another_course_never_reaches_the_progress(session: Session, workspace: Path) -> None:
    session.close()
    before = (workspace / ".dltutor" / "progress.db").read_bytes()
    for make in (True, False):
        with pytest.raises(WrongUsage, match=r"belongs to the course .* must not mix"):
            Session.open(default_root(), workspace, make=make)
    assert (workspace / ".dltutor" / "progress.db").read_bytes() == before


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["removed", "emptied"])
def test_progress_that_is_lost_is_told_and_found_out_again(
    session: Session, tiny_course: Path, workspace: Path, checker: FakeChecker, lose: Callable[[Path], object]
) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    session.close()
    lose(workspace / ".dltutor" / "progress.db")
    again = Session.open(tiny_course, workspace)
    assert "There was no progress database" in again.notices[0]
    assert "progress --rebuild" in again.notices[0]
    again.rebuild()
    assert again.status("ch01/double") == "done"
    again.close()
    last = Session.open(tiny_course, workspace)
    assert last.notices == []
    last.close()


def test_a_new_workspace_has_lost_nothing(session: Session) -> None:
    assert session.notices == [] and not session.progress.forgotten
