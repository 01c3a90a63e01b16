"""The installed program in a real pseudo-terminal: read, answer wrongly, answer rightly, train to the target."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tutor.course import Course

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


@pytest.fixture
def solved(environment: dict[str, str], workspace: Path, tmp_path: Path) -> None:
    """A workspace in which everything that the training of ch01 uses has passed."""
    train = next(step for step in COURSE.chapter("ch01").steps if step.kind == "train")
    solve(workspace, "ch01", train.uses)  # type: ignore[union-attr]
    done = run(environment, tmp_path, "check", "ch01")
    assert f"ch01: {len(train.uses)} of" in done.stdout, done.stdout + done.stderr  # type: ignore[union-attr]
    assert done.returncode == 1


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path, solved: None) -> Iterator[Terminal]:
    opened = Terminal(["start"], environment, tmp_path)
    yield opened
    opened.child.close(force=True)


def run(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def solve(workspace: Path, chapter_id: str, addresses: tuple[str, ...]) -> None:
    """Puts the references of some exercises into the workspace, as if the learner had written them."""
    chapter = COURSE.chapter(chapter_id)
    (workspace / chapter.name).mkdir(parents=True, exist_ok=True)
    for step in chapter.exercises:
        if step.id in addresses:
            shutil.copy(COURSE.reference(chapter, step), workspace / chapter.name / step.file)


def test_a_learner_reads_errs_passes_and_trains(terminal: Terminal, workspace: Path) -> None:
    terminal.until(lambda text: "PyTorch mechanics" in text and "go on" in text)
    terminal.press("\r")
    terminal.until(lambda text: "A picture is a table of numbers" in text and "1 of 42" in text)
    terminal.press("n")
    terminal.until(lambda text: "raise NotImplementedError" in text)
    terminal.press("\r")
    terminal.until(lambda text: "save and check" in text)
    terminal.press("return x.mean(dim=1)", counted=False)
    terminal.until(lambda text: "return x.mean(dim=1)" in text)
    terminal.press("\x13")  # ctrl+s
    terminal.until(lambda text: "not yet" in text and "(row-means)" in text)
    terminal.press("\x7f\x7f0)", counted=False)
    terminal.until(lambda text: "return x.mean(dim=0)" in text)
    terminal.press("\x13")
    terminal.until(lambda text: "passed" in text)
    assert terminal.keystrokes <= MAX_KEYSTROKES
    assert "return x.mean(dim=0)" in (workspace / "ch01_mechanics" / "column_means.py").read_text()

    terminal.press("\x1b")
    terminal.until(lambda text: "b back" in text)
    terminal.press("t")
    terminal.until(lambda text: "Read handwriting" in text)
    terminal.press("t")
    terminal.until(lambda text: "target met" in text.lower(), seconds=120)
    terminal.press("q")
    terminal.until(lambda _: not terminal.child.isalive(), seconds=20)
    assert terminal.child.wait() == 0


def test_commands_need_no_network(environment: dict[str, str], workspace: Path, tmp_path: Path) -> None:
    solve(workspace, "ch10", ("attend",))
    for arguments, expected in (
        (["check", "ch10/attend"], "6 of 6 checks"),
        (["train", "ch01", "--reference"], "target met"),
    ):
        done = run(environment, tmp_path, *arguments)
        assert expected in done.stdout, done.stdout + done.stderr
        assert done.returncode == 0
