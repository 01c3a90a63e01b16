"""The installed program in a real pseudo-terminal: read, answer wrongly, answer rightly, train to the target.

On the chapter that a beginner meets first. Its first exercise has an answer of one line, and what is typed comes from
its solution, so the chapter may change.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tutor.checking.answers import load_answers
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

COURSE = Course.open(Path(__file__).parents[2])
PROGRAM = Path(sys.executable).with_name("dltutor")
ROWS, COLUMNS = 24, 80
MAX_KEYSTROKES = 8  # from the first screen to the first pass, what is typed into the editor not counted

# Refuses every connection that leaves this machine, in the program and in every process it starts.
UNREACHABLE = """
import errno, socket

def refuse(self, *args):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    return connect(self, *args)

connect = socket.socket.connect
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *args, **more: (_ for _ in ()).throw(socket.gaierror(socket.EAI_AGAIN, "no network"))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def environment(tmp_path: Path, workspace: Path) -> dict[str, str]:
    offline = tmp_path / "offline"
    offline.mkdir()
    (offline / "sitecustomize.py").write_text(UNREACHABLE)
    return os.environ | {
        "PYTHONPATH": str(offline),
        "DLTUTOR_WORKSPACE": str(workspace),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


class Terminal:
    """A program in a terminal of 80 by 24, and what its screen shows."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.keystrokes = 0
        self.child = pexpect.spawn(
            str(PROGRAM), arguments, env=environment, cwd=str(folder), dimensions=(ROWS, COLUMNS), timeout=5
        )

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def press(self, keys: str, *, counted: bool = True) -> None:
        self.keystrokes += len(keys) if counted else 0
        self.child.send(keys)

    def until(self, holds: Callable[[str], bool], seconds: float = 60) -> None:
        """Feeds the screen until what it shows satisfies `holds`."""
        deadline = time.monotonic() + seconds
        while not holds(self.text):
            assert time.monotonic() < deadline, f"not seen within {seconds} s; the screen shows:\n{self.text}"
            try:
                self.stream.feed(self.child.read_nonblocking(1 << 16, timeout=0.2))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                assert holds(self.text), f"the program has ended; the screen showed:\n{self.text}"


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    """The first chapter of the course."""
    return COURSE.chapter(COURSE.names[0])


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(["start"], environment, tmp_path)
    yield opened
    opened.child.close(force=True)


def run(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def solve(workspace: Path, chapter: Chapter, exercises: Iterable[ExerciseStep]) -> None:
    """Puts the references of some exercises into the workspace, as if the learner had written them."""
    (workspace / chapter.name).mkdir(parents=True, exist_ok=True)
    for step in exercises:
        shutil.copy(COURSE.reference(chapter, step), workspace / chapter.name / step.file)


def words(text: str) -> str:
    """What a screen shows, wherever it breaks a line and a scrollbar stands."""
    return " ".join(re.sub("[▁-█]", " ", text).split())


def line_of(source: str, name: str) -> str | None:
    """The one line of a function's body, its docstring left out; None where it has more."""
    function = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return ast.get_source_segment(source, body[0]) if len(body) == 1 and body[0].lineno == body[0].end_lineno else None


def lines(chapter: Chapter, step: ExerciseStep) -> tuple[str, str, str]:
    """A wrong line, the name of that mistake, and the right line of an exercise."""
    reference = COURSE.reference(chapter, step).read_text("utf-8")
    (function,) = step.implement
    right = line_of(reference, function)
    mistakes = load_answers(COURSE.answers_file(chapter, step)).wrong
    wrong = {line: name for name, answer in mistakes.items() if (line := line_of(answer.apply(reference), function))}
    line, name = min(wrong.items(), key=lambda each: len(each[0]))
    assert right is not None
    return line, name, right


def test_a_learner_reads_errs_passes_and_trains(
    terminal: Terminal, environment: dict[str, str], workspace: Path, tmp_path: Path, chapter: Chapter
) -> None:
    first = chapter.exercises[0]
    wrong, mistake, right = lines(chapter, first)
    terminal.until(lambda text: chapter.title in text and "go on" in text)
    terminal.press("\r")
    terminal.until(lambda text: chapter.steps[0].title in text and f"1 of {len(chapter.steps)}" in text)
    for step in chapter.steps[1 : chapter.steps.index(first) + 1]:
        terminal.press("n")
        terminal.until(lambda text, title=step.title: title in text.partition("\n")[0])  # type: ignore[misc]
    terminal.until(lambda text: "raise NotImplementedError" in text)
    terminal.press("\r")
    terminal.until(lambda text: "save and check" in text)
    terminal.press(wrong, counted=False)
    terminal.until(lambda text: wrong in words(text))
    terminal.press("\x13")  # ctrl+s
    terminal.until(lambda text: "not yet" in text and f"({mistake})" in text)
    terminal.press("\x7f" * len(wrong) + right, counted=False)
    terminal.until(lambda text: right in words(text))
    terminal.press("\x13")
    terminal.until(lambda text: "passed" in text)
    assert terminal.keystrokes <= MAX_KEYSTROKES
    assert f"    {right}\n" in (workspace / chapter.name / first.file).read_text("utf-8")

    solve(workspace, chapter, chapter.exercises[1:])  # the others, in another terminal
    assert run(environment, tmp_path, "check", chapter.id).returncode == 0
    training = next(step for step in chapter.steps if step.kind == "train")
    terminal.press("\x1b")
    terminal.until(lambda text: "b back" in text)
    terminal.press("t")
    terminal.until(lambda text: training.title in text)
    terminal.press("t")
    terminal.until(lambda text: "target met" in text.lower(), seconds=240)
    terminal.press("q")
    terminal.until(lambda _: not terminal.child.isalive(), seconds=20)
    assert terminal.child.wait() == 0


def test_commands_need_no_network(environment: dict[str, str], workspace: Path, tmp_path: Path) -> None:
    attention = COURSE.chapter("ch10")
    solve(workspace, attention, [step for step in attention.exercises if step.id == "attend"])
    for arguments, expected in (
        (["check", "ch10/attend"], "ch10/attend: passed"),
        (["train", "ch01", "--reference"], "target met"),
    ):
        done = run(environment, tmp_path, *arguments)
        assert expected in done.stdout, done.stdout + done.stderr
        assert done.returncode == 0
