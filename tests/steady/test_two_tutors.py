"""Two tutors on one workspace at a time: each does its work, and neither takes anything from the other."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steady.kills import ROOT
from tests.steady.place import EXERCISE, HOLE, Place, make
from tests.steady.terminal import Terminal
from tutor.session import Session

ANSWERS = 40
ANSWERING = """
import sys
from pathlib import Path
from tutor.session import Session

session = Session.open(Path(sys.argv[1]), Path(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    session.answer("ch01/shape", "(3, 5)")
    session.visit("ch01/double")
session.close()
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make(tmp_path)


@contextlib.contextmanager
def screens(place: Place) -> Iterator[Terminal]:
    """The screens in a terminal of their own, at the exercise."""
    terminal = Terminal([sys.executable, "-m", "tutor", "start", EXERCISE, *place.options], dict(os.environ))
    try:
        terminal.until("double.py", "write")
        yield terminal
    finally:
        terminal.kill()


def type_into(terminal: Terminal, text: str) -> None:
    terminal.press("\r")
    terminal.until("save and check")
    terminal.press(text)
    terminal.until(text)


def until(place: Place, text: str) -> None:
    """Waits until the learner's file holds this."""
    ends = time.monotonic() + 30
    while place.file.read_text() != text:
        assert time.monotonic() < ends, place.file.read_text()
        time.sleep(0.02)


def kept_as(terminal: Terminal, draft: Path) -> None:
    """Waits until what was typed and not saved is kept as a draft."""
    ends = time.monotonic() + 30
    while not draft.exists():
        terminal.run(time.monotonic() + 0.05)
        assert time.monotonic() < ends


def command(place: Place, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "tutor", *arguments, *place.options]


def test_what_one_holds_unsaved_the_other_neither_overwrites_nor_takes_but_inherits(place: Place) -> None:
    mine = place.stub.replace(HOLE, "return 2 * x")
    theirs = place.stub.replace(HOLE, "return 3 * x")
    drafts = place.workspace / ".dltutor" / "drafts"
    with screens(place) as first:
        type_into(first, "return 2 * x")
        kept_as(first, drafts / "ch01-double.py")
        with screens(place) as second:
            assert HOLE in second.text
            assert "not saved is back" not in second.text
            type_into(second, "return 3 * x")
            second.press("\x13")
            second.until("not yet")
            until(place, theirs)
            first.until("was saved in another editor")
            assert (drafts / "ch01-double.py").read_text() == mine
            first.press("2")
            first.until("✓ passed")
            until(place, mine)
            (kept,) = place.file.parent.glob("*.kept.txt")
            assert kept.read_text() == theirs
            second.until("return 2 * x", "✓ saved")
            second.press("  # more")
            kept_as(second, drafts / "ch01-double.2.py")
            second.kill()
            first.press("\x11")  # ctrl+q
            with screens(place) as third:
                third.until("○ not saved")
                third.press("c")
                third.until("✓ saved", "✓ passed")
                until(place, mine.replace("2 * x", "2 * x  # more"))
    with contextlib.closing(place.session()) as session:
        assert {"passed", "failed"} <= {attempt.status for attempt in session.history(EXERCISE)}


def test_screens_and_watch_see_each_others_saves(place: Place) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command(place, "watch", EXERCISE), stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as watch:
        assert watch.stdout is not None
        try:
            with screens(place) as terminal:
                type_into(terminal, "return 2 * x")
                terminal.press("\x13")
                terminal.until("✓ passed")
                while "ch01/double: passed, 2 of 2 checks" not in (line := watch.stdout.readline()):
                    assert line
                place.file.write_text(place.file.read_text().replace("2 * x", "3 * x"))
                terminal.until("return 3 * x", "not yet")
                while "ch01/double: failed" not in (line := watch.stdout.readline()):
                    assert line
        finally:
            watch.terminate()
    with contextlib.closing(place.session()) as session:
        assert [attempt.status for attempt in session.history(EXERCISE)] == ["passed", "passed", "failed", "failed"]


def test_checks_at_once_are_all_kept(place: Place) -> None:
    place.file.write_text(place.stub.replace(HOLE, "return 2 * x"))
    commands = [subprocess.Popen(command(place, "check", EXERCISE), stdout=subprocess.PIPE, cwd=ROOT) for _ in range(3)]
    assert [b"2 of 2 checks" in started.communicate()[0] for started in commands] == [True] * 3
    assert [started.returncode for started in commands] == [0] * 3
    with contextlib.closing(place.session()) as session:
        assert [attempt.status for attempt in session.history(EXERCISE)] == ["passed"] * 3


def test_answers_from_several_are_all_kept(place: Place) -> None:
    arguments = [sys.executable, "-c", ANSWERING, str(place.course), str(place.workspace), str(ANSWERS)]
    others = [subprocess.Popen(arguments, cwd=ROOT) for _ in range(3)]
    with contextlib.closing(Session.open(place.course, place.workspace)) as session:
        for _ in range(ANSWERS):
            session.answer("ch01/how-many", "a")
        assert [other.wait(60) for other in others] == [0, 0, 0]
        kept = session.progress.answers.all()
    assert len(kept["ch01/shape"]) == 3 * ANSWERS
    assert len(kept["ch01/how-many"]) == ANSWERS
