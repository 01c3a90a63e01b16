"""A script that asks gets the learner's lines, waits at nobody's expense, and never hangs."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.training.test_runner import Event, Start, alive, gone, of, until
from tutor.course import Course
from tutor.session import Session
from tutor.training.lines import LONGEST, Descriptor, clean
from tutor.training.process import descendants

WAYS = pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
ASK = Path(__file__).parent / "course" / "exercises" / "ch02_two" / "ask.py"


def turned(events: list[Event]) -> list[str]:
    return [event["text"] for event in of(events, "text")]


@WAYS
def test_each_line_is_answered_until_an_empty_one(begin: Start, cold: bool) -> None:
    run = begin("ch02/ask", cold=cold, asks=True)
    events = iter(run)
    first = until(events, "ask")
    about = {"title": "Turn", "prompt": "A word", "suggestion": "abc", "number": 1}
    assert first == {"event": "ask", **about, "metrics": {"known": 1.0}}
    assert run.asking and run.answer("  été\n")
    assert until(events, "asked")["line"] == "été"
    assert until(events, "text")["text"] == "été"[::-1]
    second = until(events, "ask")
    assert (second["suggestion"], second["number"]) == ("d e", 2)
    run.answer("")
    rest = list(events)
    assert rest[0] == {"event": "asked", "title": "Turn", "prompt": "A word", "line": None}
    assert of(rest, "say") == [{"event": "say", "text": "over"}]
    assert rest[-1]["ended"] == "finished" and rest[-1]["metrics"] == {"known": 1.0}


@WAYS
def test_where_nobody_is_there_each_example_comes_once(begin: Start, cold: bool) -> None:
    events = list(begin("ch02/ask", cold=cold))
    assert turned(events) == ["cba", "e d"]
    assert [event["line"] for event in of(events, "asked")] == ["abc", "d e", None]
    assert not of(events, "ask")
    assert events[-1]["ended"] == "finished"


def test_waiting_is_not_time_spent(begin: Start) -> None:
    run = begin("ch02/ask", asks=True)
    events = iter(run)
    until(events, "ask")
    seconds = run.seconds
    time.sleep(0.3)
    assert run.seconds == seconds
    run.pause()
    run.resume()
    assert run.asking and run.seconds == seconds
    run.answer("")
    assert list(events)[-1]["seconds"] < 0.3 + seconds


@WAYS
def test_stopping_at_a_question_ends_the_questions_and_lets_the_script_end(begin: Start, cold: bool) -> None:
    run = begin("ch02/ask", cold=cold, asks=True)
    events = iter(run)
    until(events, "ask")
    run.stop()
    rest = list(events)
    assert of(rest, "say") == [{"event": "say", "text": "over"}]
    assert rest[-1]["ended"] == "finished"
    assert not run.answer("too late")


def test_what_goes_on_after_the_questions_is_stopped_all_the_same(begin: Start) -> None:
    run = begin("ch02/ask", asks=True, seed=2)
    events = iter(run)
    until(events, "ask")
    began = time.monotonic()
    run.stop()
    assert list(events)[-1]["ended"] == "stopped"
    assert time.monotonic() - began < 30


def test_a_script_that_is_busy_with_a_line_stops_as_any_other(begin: Start) -> None:
    run = begin("ch02/ask", asks=True, seed=1)
    events = iter(run)
    until(events, "ask")
    run.answer("abc")
    until(events, "text")
    assert not run.answer("not asked for")
    run.stop()
    assert list(events)[-1]["ended"] == "stopped"


def test_closing_at_a_question_leaves_nothing(begin: Start) -> None:
    run = begin("ch02/ask", asks=True)
    until(iter(run), "ask")
    run.close()
    run.close()
    assert not run.answer("abc")


def test_a_tutor_that_is_killed_at_a_question_takes_the_script_along(course: Course) -> None:
    code = (
        "import sys; from pathlib import Path; from tutor.course import Course;"
        "from tutor.training.plan import plan_run; from tutor.training.runner import TrainingRun;"
        "course = Course.open(Path(sys.argv[1]));"
        "run = TrainingRun(plan_run(course, *course.find('ch02/ask'), None, reference=True), asks=True);"
        "[print(event['event'], flush=True) for event in run]"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, str(course.root)], stdout=subprocess.PIPE, text=True)
    try:
        assert starter.stdout is not None
        assert any(line == "ask\n" for line in starter.stdout)
        (script,) = descendants(starter.pid)
        assert alive(script)
    finally:
        starter.kill()
        starter.wait()
    assert gone(script)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("le chat", "le chat"),
        ("  blanks \t", "blanks"),
        ("two\nlines\r", "two lines"),
        ("\x1b[31mred\x07", "[31mred"),
        ("\ud800 half \u202e turned", "half   turned"),
        ("été 日本 🙂", "été 日本 🙂"),
        ("x" * 5_000, "x" * LONGEST),
        ("\x00\x1f", ""),
    ],
)
def test_a_line_is_clean(typed: str, line: str) -> None:
    assert clean(typed) == line


def test_lines_come_one_by_one_however_they_are_written() -> None:
    reading, writing = os.pipe()
    lines = Descriptor(reading)
    os.write(writing, b"eins\n\nzw")
    assert [lines(), lines()] == ["eins", ""]
    os.write(writing, b"ei\xff\nthe end")
    os.close(writing)
    assert [lines(), lines(), lines(), lines()] == ["zwei\ufffd", "the end", None, None]
    os.close(reading)


def test_whoever_reads_stops_when_nobody_waits_any_more() -> None:
    reading, writing = os.pipe()
    assert Descriptor(reading).line(lambda: False) is None
    os.close(reading)
    os.close(writing)


class Terminal:
    """A script run by hand in a terminal; `read_until` waits for words, `type` presses keys."""

    def __init__(self, *command: str) -> None:
        self._ours, theirs = pty.openpty()
        environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
        )
        os.close(theirs)
        self.shown = ""

    def read_until(self, words: str) -> str:
        end = time.monotonic() + 40
        while words not in self.shown:
            assert time.monotonic() < end, f"{words!r} never came: {self.shown!r}"
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self._ours, 65536).decode("utf-8", "replace")
                except OSError:  # closed
                    assert words in self.shown, self.shown
        shown, _, self.shown = self.shown.partition(words)
        return shown

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def by_hand() -> Iterator[Terminal]:
    terminal = Terminal(str(ASK))
    yield terminal
    terminal.close()


def test_by_hand_lines_are_read_from_the_keyboard(by_hand: Terminal) -> None:
    by_hand.read_until("An empty line ends it. A line may be: abc")
    by_hand.read_until("A word: ")
    by_hand.type("hello\nagain\n")
    by_hand.read_until("olleh")
    by_hand.read_until("niaga")
    by_hand.type("\n")
    by_hand.read_until("over")
    by_hand.read_until("known")
    assert by_hand.process.wait(20) == 0


@pytest.mark.parametrize("key", ["\x04", "\x03"], ids=["ctrl-d", "ctrl-c"])
def test_by_hand_the_end_of_the_input_and_ctrl_c_end_the_questions(by_hand: Terminal, key: str) -> None:
    by_hand.read_until("A word: ")
    by_hand.type(key)
    by_hand.read_until("over")
    assert by_hand.process.wait(20) == 0


@pytest.fixture
def command(course: Course, tmp_path: Path) -> Iterator[Terminal]:
    places = ("--course", str(course.root), "--workspace", str(tmp_path / "workspace"))
    terminal = Terminal("-m", "tutor", "train", "ch02/ask", "--reference", *places)
    yield terminal
    terminal.close()


def test_the_command_hands_the_keyboards_lines_on(command: Terminal) -> None:
    command.read_until("A word: ")
    command.type("hello\n")
    command.read_until("olleh")
    command.read_until("A word: ")
    command.type("\n")
    command.read_until("over")
    command.read_until("ch02/ask: done in")
    assert command.process.wait(20) == 0


def test_ctrl_c_at_a_question_of_the_command_ends_it_with_what_was_reported(command: Terminal) -> None:
    command.read_until("A word: ")
    command.type("\x03")
    command.read_until("over")
    command.read_until("ch02/ask: done in")
    assert command.process.wait(20) == 0


def test_in_a_pipe_the_examples_are_told() -> None:
    done = subprocess.run([sys.executable, str(ASK)], capture_output=True, text=True, input="xyz\n", check=True)
    assert "A word: abc\nturned\ncba\nA word: d e\nturned\ne d\nover\n" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("leaving", [("close",), ("stop", "close"), ("stop", "wait")], ids="-".join)
def test_what_a_run_reported_before_it_asked_is_kept_however_it_is_left(
    tmp_path: Path, leaving: tuple[str, ...]
) -> None:
    session = Session.open(course=Path(__file__).parent / "course", workspace=tmp_path / "workspace")
    try:
        run = session.train("ch02/ask", asks=True, reference=True)
        until(iter(run), "ask")
        for state in ("asked", "left"):
            (kept,) = session.runs("ch02/ask")
            assert (kept.state, kept.metrics) == ("ended", {"known": 1.0}), state
            for way in leaving if state == "asked" else ():
                getattr(run, way)()
    finally:
        session.close()
