"""What a preview shows is the course as it lies there, with stubs of its own and a workspace that is nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_checker import FakeChecker, checker
from tests.tiny import tiny_course, workspace
from tutor.authoring.preview import Preview, opened, what_is_next
from tutor.course import Course, CourseError, TrainStep, UnknownTarget
from tutor.session import Session
from tutor.training.madeof import made_of
from tutor.training.recorded import Recorded, file_of

__all__ = ["checker", "tiny_course", "workspace"]
pytestmark = pytest.mark.usefixtures("workspace", "checker")

Opened = tuple[Preview, Session]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "preview"


@pytest.fixture
def shown(tiny_course: Path, folder: Path) -> Iterator[Opened]:
    preview, session = opened(tiny_course, folder, "ch01", solved=False)
    yield preview, session
    session.close()


def test_a_stub_that_is_not_written_yet_is_no_problem(tiny_course: Path, shown: Opened) -> None:
    preview, session = shown
    (tiny_course / "exercises" / "ch01_small" / "double.py").unlink()
    preview.renew(session)
    assert "raise NotImplementedError" in session.file("ch01/double").read_text("utf-8")
    assert session.course.chapter("ch01") is session.course.chapter("ch01")


def test_a_missing_script_is_a_problem_named_as_seen_from_the_course(tiny_course: Path, shown: Opened) -> None:
    preview, session = shown
    before = session.course
    (tiny_course / "exercises" / "ch01_small" / "look.py").unlink()
    (tiny_course / "exercises" / "ch01_small" / "double.py").unlink()
    with pytest.raises(CourseError) as caught:
        preview.renew(session)
    assert str(caught.value).startswith("lessons/ch01_small.yaml:")
    assert session.course is before


@pytest.mark.parametrize(
    "file", ["tests/checks/ch01_small/test_double.py", "solutions/ch01_small/double.py", "exercises/ch01_small/look.py"]
)
def test_a_python_file_that_can_not_be_read_is_a_problem_with_its_line(
    tiny_course: Path, shown: Opened, file: str
) -> None:
    preview, session = shown
    before = session.course
    text = (tiny_course / file).read_text()
    (tiny_course / file).write_text(f"def broken()\n{text}")
    with pytest.raises(CourseError) as caught:
        preview.renew(session)
    assert f"{file}:1" in str(caught.value)
    assert session.course is before
    (tiny_course / file).write_text(text)
    preview.renew(session)
    assert session.course is not before


def test_what_is_next_fits_what_was_recorded(tiny_course: Path) -> None:
    assert what_is_next(tiny_course, "ch01") == "dltutor author record ch01/train"
    assert what_is_next(tiny_course, "ch02") == "dltutor author lint ch02"
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/train")
    assert isinstance(step, TrainStep)
    made = Recorded({}, {}, {}, {}, 1.0, "", made_of(course, chapter, step))
    made.save(file_of(course, chapter, step))
    assert what_is_next(tiny_course, "ch01") == "dltutor author lint ch01"
    script = tiny_course / "exercises/ch01_small/train.py"
    script.write_text(script.read_text().replace("epochs(6)", "epochs(7)"))
    assert what_is_next(tiny_course, "ch01") == "dltutor author record ch01/train"


def test_a_solution_that_allows_no_stub_leaves_the_last_one(tiny_course: Path, shown: Opened) -> None:
    preview, session = shown
    solution = tiny_course / "solutions" / "ch01_small" / "double.py"
    solution.write_text(solution.read_text().replace("return 2 * x", "return 2 * x  # given"))
    preview.renew(session)
    assert "raise NotImplementedError" in session.file("ch01/double").read_text("utf-8")


def test_an_untouched_file_follows_in_silence_and_one_that_was_written_in_stays(
    tiny_course: Path, shown: Opened
) -> None:
    preview, session = shown
    script = tiny_course / "exercises" / "ch01_small" / "look.py"
    session.write_file("ch01/twice", "mine = 1\n")
    script.write_text(script.read_text().replace("is 7", "is 8"))
    solution = tiny_course / "solutions" / "ch01_small" / "twice.py"
    solution.write_text(solution.read_text().replace("Four times", "Four whole times"))
    preview.renew(session)
    assert "is 8" in session.file("ch01/look").read_text()
    assert session.file("ch01/twice").read_text("utf-8") == "mine = 1\n"
    assert session.notices == []


def test_a_save_counts_once_the_writing_is_over(tiny_course: Path, shown: Opened) -> None:
    preview, _ = shown
    lesson = tiny_course / "lessons" / "ch01_small.yaml"
    text = lesson.read_text()
    assert [preview.changed() for _ in range(3)] == [False, False, False]
    lesson.write_text("")
    assert not preview.changed()
    lesson.write_text(text + "\n")
    assert [preview.changed() for _ in range(4)] == [False, True, False, False]


def test_what_python_and_editors_leave_beside_the_files_is_no_save(tiny_course: Path, shown: Opened) -> None:
    preview, _ = shown
    (tiny_course / "exercises" / "ch01_small" / "__pycache__").mkdir()
    (tiny_course / "exercises" / "ch01_small" / "__pycache__" / "look.pyc").touch()
    (tiny_course / "lessons" / ".ch01_small.yaml.swp").touch()
    assert [preview.changed() for _ in range(3)] == [False, False, False]


def test_solved_puts_every_needed_reference_in_and_passes_it(
    tiny_course: Path, folder: Path, checker: FakeChecker
) -> None:
    _, session = opened(tiny_course, folder, "ch02", solved=True)
    assert "return 2 * twice(x)\n" in session.file("ch02/eight").read_text("utf-8")
    assert session.status("ch02/eight") == "done"
    assert session.open_uses("ch02/eight") == ()
    session.close()


def test_a_reference_that_fails_its_own_checks_is_told(tiny_course: Path, folder: Path) -> None:
    solution = tiny_course / "solutions" / "ch01_small" / "double.py"
    solution.write_text(solution.read_text().replace("2 * x", "5 * x"))
    _, session = opened(tiny_course, folder, "ch01", solved=True)
    assert session.notices == [
        "The reference of ch01/double does not pass its own checks (failed).",
        "The reference of ch01/twice does not pass its own checks (skipped).",
    ]
    session.close()


def test_a_target_that_is_not_there_is_named_before_a_screen_opens(tiny_course: Path, folder: Path) -> None:
    with pytest.raises(UnknownTarget, match="ch01 has no step 'duble'; did you mean ch01/double"):
        opened(tiny_course, folder, "ch01/duble", solved=False)
    with pytest.raises(UnknownTarget, match="There is no chapter 'ch09'"):
        opened(tiny_course, folder, "ch09", solved=False)
