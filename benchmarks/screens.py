"""How the screens answer, in a real pseudo-terminal of 80 by 24: first paint, save to verdict, key to paint, rest.

python benchmarks/screens.py
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
from commands import PROGRAM, ROOT, solve
from rows import HEAD, YARDSTICK, Row, percentile, ratio

from tutor.course import Course
from tutor.course.model import ExerciseStep

HELLO = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("hello there")

Hello().run()
"""
SAVES, KEYS, REST = 21, 200, 10.0
EXERCISE, RIGHT, WRONG = "ch01/column-means", "dim=0", "dim=1"
TRAINING, SECONDS_OF_TRAINING = "ch04/train", 8.0
PRESSED = (("?", "esc closes"), ("?", "training your code"), ("i", "Four runs"), ("i", "training your code"))


class Terminal:
    """A program in a terminal; time is taken when the bytes come, before anybody interprets them."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: str) -> None:
        self.started = time.perf_counter()
        self.child = pexpect.spawn(
            command[0], command[1:], env=environment, cwd=folder, dimensions=(24, 80), timeout=30
        )
        self.child.delaybeforesend = None

    def until(self, marker: str, seconds: float = 60.0) -> float:
        """The moment at which `marker` has been painted."""
        seen, wanted, deadline = b"", marker.encode(), time.perf_counter() + seconds
        while wanted not in seen:
            if time.perf_counter() > deadline:
                raise SystemExit(f"{marker!r} was not painted within {seconds:g} s:\n{seen[-2000:]!r}")
            if select.select([self.child.child_fd], [], [], 1.0)[0]:
                seen = seen[-200:] + os.read(self.child.child_fd, 1 << 16)
        return time.perf_counter()

    def quiet(self, seconds: float) -> None:
        """Takes what is painted for this long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self.child.child_fd], [], [], left)[0]:
                os.read(self.child.child_fd, 1 << 16)

    def press(self, keys: str) -> float:
        """The moment at which the keys were sent."""
        pressed = time.perf_counter()
        self.child.send(keys)
        return pressed

    def close(self) -> None:
        self.child.close(force=True)


def rows() -> Iterator[Row]:
    """All that a learner waits for at the screen."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "dltutor-workspace"
        environment = dict(os.environ) | {"DLTUTOR_WORKSPACE": str(workspace), "HOME": folder, "TERM": "xterm-256color"}
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO)

        def paint(command: list[str], marker: str) -> float:
            terminal = Terminal(command, environment, folder)
            painted = terminal.until(marker) - terminal.started
            terminal.close()
            return painted

        ours, theirs = [PROGRAM, "start"], [sys.executable, str(hello)]
        yield ratio("first paint", lambda: paint(ours, "ch00"), lambda: paint(theirs, "hello there"), 1.6)
        yield from _saves(environment, folder, workspace)
        yield from _keys(environment, folder, workspace)
        yield from _rest(environment, folder)


def _saves(environment: dict[str, str], folder: str, workspace: Path) -> Iterator[Row]:
    """An editor beside the tutor saves a right and a wrong answer by turns."""
    course = Course.open(ROOT)
    chapter, step = course.find(EXERCISE)
    assert isinstance(step, ExerciseStep)
    file = workspace / chapter.name / step.file
    right = course.reference(chapter, step).read_text("utf-8")
    wrong = right.replace(RIGHT, WRONG)
    terminal = Terminal([PROGRAM, "start", EXERCISE], environment, folder)
    terminal.until("NotImplementedError")
    terminal.quiet(4.0)  # the fork parent and the spare pair are ready
    waits = []
    for number in range(SAVES + 1):
        text, marker = (right, "passed") if number % 2 else (wrong, "not yet")
        saved = time.perf_counter()
        file.write_text(f"{text}# {number}\n")
        waits.append(terminal.until(marker) - saved)
        terminal.quiet(1.0)
    terminal.close()
    milliseconds = [1e3 * wait for wait in waits[1:]]
    median, late = percentile(milliseconds, 0.5), percentile(milliseconds, 0.95)
    detail = f"p95 {late:.0f} ms, {SAVES} saves"
    yield YARDSTICK.row("save in any editor to verdict on screen, p50", median, 300, detail)


def _keys(environment: dict[str, str], folder: str, workspace: Path) -> Iterator[Row]:
    """While a model trains: the help opens over it and closes, the text comes in the run's place and goes."""
    chapter = Course.open(ROOT).chapter(TRAINING.partition("/")[0])
    for exercise in chapter.exercises:
        solve(workspace, chapter.address(exercise))
    subprocess.run([PROGRAM, "check", chapter.id], env=environment, cwd=folder, capture_output=True, check=True)
    terminal = Terminal([PROGRAM, "start", TRAINING], environment, folder)
    terminal.until("Target")
    waits: list[float] = []
    while len(waits) < KEYS:
        terminal.press("t")
        terminal.until("(part 2", 120)  # the learner's own network, which keeps a core busy
        running = time.perf_counter() + SECONDS_OF_TRAINING
        while time.perf_counter() < running and len(waits) < KEYS:
            for key, marker in PRESSED:
                pressed = terminal.press(key)
                waits.append(1e3 * (terminal.until(marker) - pressed))
                terminal.quiet(0.15)
        terminal.press("x")
        terminal.until("Stopped before the end")
    terminal.close()
    late, median = percentile(waits, 0.99), percentile(waits, 0.5)
    detail = f"p50 {median:.0f} ms, {len(waits)} keys during {TRAINING}"
    yield YARDSTICK.row("key to paint while training, p99", late, 60, detail)


def _rest(environment: dict[str, str], folder: str) -> Iterator[Row]:
    """What the tutor costs while nobody touches it, its fork parent and spare pair included."""
    terminal = Terminal([PROGRAM, "start"], environment, folder)
    terminal.until("go on")
    terminal.quiet(8.0)
    family = _family(terminal.child.pid)
    before = sum(_cpu(pid) for pid in family)
    terminal.quiet(REST)
    spent = 100 * (sum(_cpu(pid) for pid in family) - before) / REST
    memory = sum(_memory(pid) for pid in family)
    alone = _memory(terminal.child.pid)
    terminal.close()
    least = _imported()
    yield Row("CPU of the idle tutor", spent, "%", 1.0, f"over {REST:g} s, {len(family)} processes")
    detail = f"{memory:.0f} MB (proportional set size) against {least:.0f} MB; the screens alone {alone:.0f} MB"
    yield Row("memory of the idle tutor, beside `import torch, pytest`", memory / least, "×", 2.0, detail)


def _imported() -> float:
    """What one process needs that has imported what a check needs, in MB."""
    program = "import torch, pytest; print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        memory = _memory(process.pid)
        process.communicate("\n")
    return memory


def _family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found = [pid]
    for each in found:
        children = Path(f"/proc/{each}/task/{each}/children")
        found += [int(child) for child in children.read_text().split()]
    return found


def _cpu(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Proportional set size, in MB: what is shared counts by its share."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    print(HEAD)
    for row in rows():
        print(row, flush=True)
