"""A save is checked by itself; a newer save calls the check of an older one off; the end is clean."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fake_checker import FakeChecker
from tests.tiny import solve
from tutor.commands.watching import Watcher
from tutor.session import Session


def until(holds: Callable[[], bool]) -> bool:
    """Whether it holds within ten seconds."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.01)
    return False


@contextmanager
def watching(session: Session) -> Iterator[Path]:
    """Watches `ch01/double`; yields its file."""
    chapter = session.course.chapter("ch01")
    file = session.file("ch01/double")
    watcher = Watcher(session, chapter, {file: chapter.exercises[0]})
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        yield file
    finally:
        watcher.close()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def session(tiny_course: Path, workspace: Path, checker: FakeChecker) -> Iterator[Session]:
    opened = Session.open(tiny_course, workspace)
    opened.visit("ch01/double")
    yield opened
    opened.close()


def test_every_save_is_checked(session: Session, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with watching(session) as file:
        assert until(lambda: "ch01/double: untouched" in capsys.readouterr().out)
        solve(workspace, "ch01_small/double", expression="3 * x")
        assert until(lambda: len(session.history("ch01/double")) == 1)
        file.write_text(file.read_text().replace("3 * x", "2 * x"))
        assert until(lambda: session.status("ch01/double") == "done")


def test_a_save_during_a_check_restarts_it(
    session: Session, workspace: Path, checker: FakeChecker, capsys: pytest.CaptureFixture[str]
) -> None:
    file = solve(workspace, "ch01_small/double", expression="3 * x")
    checker.held = True
    with watching(session):
        assert checker.entered.wait(10)
        checker.entered.clear()
        file.write_text(file.read_text().replace("3 * x", "2 * x"))
        assert checker.entered.wait(10)
        checker.held = False
        checker.let_go()
        assert until(lambda: session.status("ch01/double") == "done")
    assert [attempt.status for attempt in session.history("ch01/double")] == ["passed"]
    assert "FAILED" not in capsys.readouterr().out


def test_the_end_calls_a_check_off(session: Session, workspace: Path, checker: FakeChecker) -> None:
    solve(workspace, "ch01_small/double")
    checker.held = True
    with watching(session):
        assert checker.entered.wait(10)
    assert session.history("ch01/double") == ()
