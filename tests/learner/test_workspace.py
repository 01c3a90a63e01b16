"""The learner's files: copied once, never overwritten, brought up to date only where nobody wrote in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny import solve
from tutor.authoring.stubs import write_stubs
from tutor.course import Course
from tutor.learner.refused import Refused
from tutor.learner.workspace import Prepared, Workspace


def prepare(course: Path, workspace: Path) -> Prepared:
    opened = Course.open(course)
    return Workspace(workspace).prepare(opened, opened.chapter("ch01"))


def newer_stub(course: Path) -> None:
    """The course's next version asks for something else in `double`."""
    solution = course / "solutions" / "ch01_small" / "double.py"
    solution.write_text(solution.read_text().replace(" the ", " the very "))
    assert all(report.good for report in write_stubs(Course.open(course)))


def test_everything_of_a_chapter_is_copied_and_the_line_for_authors_is_not(tiny_course: Path, workspace: Path) -> None:
    done = prepare(tiny_course, workspace)
    names = {path.relative_to(workspace).as_posix() for path in done.copied}
    assert {"ch01_small/double.py", "ch01_small/train.py", "ch01_small/data/numbers.txt"} <= names
    assert (workspace / "ch01_small" / "double.py").read_text().startswith('"""Doubling."""')
    assert done.sentences() == ()


def test_starting_twice_overwrites_nothing(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    file = solve(workspace, "ch01_small/double")
    (workspace / "ch01_small" / "train.py").write_text("# mine\n")
    written = file.read_text()
    assert prepare(tiny_course, workspace) == Prepared()
    assert file.read_text() == written
    assert (workspace / "ch01_small" / "train.py").read_text() == "# mine\n"


def test_a_file_that_was_deleted_comes_back(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    (workspace / "ch01_small" / "double.py").unlink()
    assert prepare(tiny_course, workspace).copied == (workspace / "ch01_small" / "double.py",)


def test_an_untouched_file_follows_the_course(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    newer_stub(tiny_course)
    done = prepare(tiny_course, workspace)
    assert done.updated == (workspace / "ch01_small" / "double.py",)
    assert "the very" in done.updated[0].read_text()
    assert "was brought up to date" in done.sentences()[0]


def test_a_touched_file_stays_and_the_new_stub_lies_beside_it(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    mine = solve(workspace, "ch01_small/double")
    written = mine.read_text()
    newer_stub(tiny_course)
    done = prepare(tiny_course, workspace)
    beside = workspace / "ch01_small" / "double.new.txt"
    assert done.offered == ((mine, beside),)
    assert mine.read_text() == written
    assert "the very" in beside.read_text()
    assert not beside.read_text().startswith("# Generated")
    assert "lies beside it" in done.sentences()[0]
    assert prepare(tiny_course, workspace) == Prepared(), "it is offered once"


def test_an_offer_that_the_learner_wrote_in_is_not_overwritten_by_the_next_one(
    tiny_course: Path, workspace: Path
) -> None:
    prepare(tiny_course, workspace)
    mine = solve(workspace, "ch01_small/double")
    newer_stub(tiny_course)
    prepare(tiny_course, workspace)
    beside = mine.with_name("double.new.txt")
    beside.write_text("my notes")
    newer_stub(tiny_course)
    ((_, second),) = prepare(tiny_course, workspace).offered
    assert beside.read_text() == "my notes"
    assert second != beside


def test_without_its_manifest_every_changed_file_counts_as_touched(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    mine = solve(workspace, "ch01_small/double")
    written = mine.read_text()
    (workspace / ".dltutor" / "manifest.json").write_text("{ damaged")
    newer_stub(tiny_course)
    prepare(tiny_course, workspace)
    assert mine.read_text() == written


def test_reset_keeps_a_dated_backup(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    file = solve(workspace, "ch01_small/double")
    written = file.read_text()
    course = Course.open(tiny_course)
    chapter = course.chapter("ch01")
    first = Workspace(workspace).reset(course, chapter, chapter.step("double"))
    assert first.read_text() == written
    assert first.parent == workspace / "backups" / "ch01_small"
    assert "raise NotImplementedError" in file.read_text()
    with pytest.raises(Refused, match="there is nothing to reset"):
        Workspace(workspace).reset(course, chapter, chapter.step("double"))
    solve(workspace, "ch01_small/double")
    assert Workspace(workspace).reset(course, chapter, chapter.step("double")) != first, "two backups in one second"


def test_work_in_the_courses_own_stub_does_not_reach_the_learners_file(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    stub = tiny_course / "exercises" / "ch01_small" / "double.py"
    stub.write_text(stub.read_text().replace("raise NotImplementedError", "return 2 * x"))
    assert prepare(tiny_course, workspace) == Prepared()
    assert "raise NotImplementedError" in (workspace / "ch01_small" / "double.py").read_text()


def test_editors_and_people_are_told_the_interpreter_once(workspace: Path) -> None:
    Workspace(workspace).make()
    assert sys.executable in (workspace / "README.md").read_text()
    settings = workspace / ".vscode" / "settings.json"
    assert json.loads(settings.read_text())["python.defaultInterpreterPath"] == sys.executable
    assert "extraPaths" in json.loads((workspace / "pyrightconfig.json").read_text())
    settings.write_text("{}")
    (workspace / "pyrightconfig.json").unlink()
    Workspace(workspace).make()
    assert settings.read_text() == "{}"
    assert not (workspace / "pyrightconfig.json").exists(), "what was deleted on purpose stays away"


def test_settings_that_nobody_touched_follow_a_moved_interpreter(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace(workspace).make()
    monkeypatch.setattr(sys, "executable", "/elsewhere/bin/python")
    Workspace(workspace).make()
    assert "/elsewhere/bin/python" in (workspace / "README.md").read_text()
    assert "/elsewhere/bin/python" in (workspace / ".vscode" / "settings.json").read_text()


def test_two_processes_may_prepare_at_once(tiny_course: Path, workspace: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tutor.course import Course; from tutor.learner.workspace import "
        "Workspace; course = Course.open(Path(sys.argv[1])); place = Workspace(Path(sys.argv[2])); place.make(); "
        "place.prepare(course, course.chapter('ch01'))"
    )
    commands = [sys.executable, "-c", code, str(tiny_course), str(workspace)]
    processes = [subprocess.Popen(commands) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    files = json.loads((workspace / ".dltutor" / "manifest.json").read_text())["files"]
    assert "ch01_small/double.py" in files
    assert "README.md" in files
    assert not list(workspace.rglob("*.tmp"))


def test_a_text_that_is_filled_in_counts_as_written_by_the_learner(tiny_course: Path, workspace: Path) -> None:
    prepare(tiny_course, workspace)
    opened = Course.open(tiny_course)
    chapter, step = opened.chapter("ch01"), opened.chapter("ch01").exercises[0]
    place = Workspace(workspace)
    place.fill(opened, chapter, step, b"filled = 1\n")
    assert place.file(chapter, step).read_bytes() == b"filled = 1\n"
    assert place.is_touched(opened, chapter, step)
    newer_stub(tiny_course)
    place.fill(opened, chapter, step, b"filled = 2\n")
    assert prepare(tiny_course, workspace) == Prepared()
