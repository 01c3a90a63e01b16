"""What the tests of outcomes share: a checker under watch, short limits, and what every told outcome must be.

Nothing of a check may survive it: no process, no folder. Every process of a `World` carries a mark in its environment,
by which it is found in /proc wherever it went, and all folders are made in a place where nobody else makes any.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checking.conftest import REFERENCE, MakeJob, maker, written
from tutor.checking.checker import Checker
from tutor.checking.verdict import CheckResult, ExerciseVerdict
from tutor.course.model import Limits

MARK = "DLTUTOR_OUTCOMES"
SHORT = Limits(check_seconds=0.8, file_seconds=2.0)
LONG = Limits(check_seconds=20, file_seconds=40)
"""For what ends by itself: on a busy machine, too, it is never the clock that ends it."""

ONE = '''"""One promise: what never ends is waited for once."""

from tutor.checking import probe


@probe
def scores(impl, query, keys):
    yield {"the scores": impl.dot_score(query, keys)}


def test_scores_match(agree, rand):
    """Each score is q·k divided by √d."""
    agree(scores, rand(3, 7), rand(3, 5, 7))
'''

_TORCHS = "torchinductor_"  # torch makes this folder when its optimizers are imported
_INTERNAL = ("Traceback", "tutor/", "tutor.", "Garbled", "object at 0x", "<class", "errno")


def body(*lines: str, top: str = "import torch") -> str:
    """A learner's file whose function has these lines; the first one stands on line 4."""
    inside = "\n".join(f"    {line}" for line in lines)
    return f"{top}\n\ndef dot_score(query, keys):\n{inside}\n"


def told(verdict: ExerciseVerdict, reason: str, line: int | None = None) -> CheckResult:
    """The first check, which failed for `reason` on `line`, in plain words; no check blames the course."""
    assert verdict.status == "failed", verdict
    assert not [check for check in verdict.checks if check.status in ("error", "skipped")], verdict
    check = next(check for check in verdict.checks if check.status == "failed")
    assert check.reason == reason, check
    assert line is None or check.line == line, check
    plainly(check.message)
    return check


def plainly(message: str) -> None:
    """A sentence for a learner, without what only the tutor's authors would understand."""
    assert re.match(r"[A-ZÄÖÜ0-9`'\"“].*[.?!…:]", message, re.DOTALL), message
    assert not [word for word in _INTERNAL if word in message], message
    assert "\x1b" not in message
    assert len(message) < 2_000


def marked(mark: str) -> set[int]:
    """The processes that carry this mark, dead ones that nobody has reaped among them."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.add(int(process.name))
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return found


def descendants(pid: int) -> Iterator[int]:
    """All processes below this one, zombies too (which have no environment to be marked by)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from descendants(child)


class World:
    """A checker, a job maker, and what a check has left behind in `folder`, the temporary folder meanwhile."""

    def __init__(self, job: MakeJob, folder: Path, **environment: str) -> None:
        self.checker = Checker()
        self.job = job
        self.reference = REFERENCE
        self.folder = folder
        self.mark = uuid.uuid4().hex
        self.environment = {MARK: self.mark, "TMPDIR": str(folder), **environment}

    @contextlib.contextmanager
    def entered(self) -> Iterator[World]:
        """Marks all processes that are started, and afterwards proves that the next check works and nothing is left."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tempfile, "tempdir", str(self.folder))
            for name, value in self.environment.items():
                patch.setenv(name, value)
            yield self
            assert self.verdict_of(self.reference, limits=LONG).status == "passed"
            left = self.left_behind()
            assert not left, f"left behind: {left}"

    def verdict_of(self, source: str | bytes, *, checks: str | None = ONE, **more: Any) -> ExerciseVerdict:
        """The verdict on a learner's file, judged by one promise unless other checks are given (None: all three)."""
        return self.checker.check(self.job(source, checks=checks, **({"limits": SHORT} | more)))

    def left_behind(self) -> list[str]:
        """What there is beyond the fork parent and its spare pair, as sentences. Empty is right."""
        self.checker._prepare()
        spare, parent = self.checker._spare, self.checker.parent()
        assert spare is not None
        process: int = parent.process.pid  # type: ignore[attr-defined]
        until = time.monotonic() + 10
        while True:
            right = {process, spare.judge, spare.worker.pid, *descendants(spare.worker.pid)}
            extra = {pid for pid in marked(self.mark) | {*descendants(process)} if pid not in right}
            ours = (spare.folder, str(self.folder / _TORCHS))
            folders = {path for path in self.folder.iterdir() if not str(path).startswith(ours)}
            if not (extra or folders) or time.monotonic() > until:
                break
            time.sleep(0.01)
        return [*(f"process {pid}: {_name(pid)}" for pid in extra), *(f"folder {path}" for path in folders)]


@contextlib.contextmanager
def world_of_its_own(home: Path, **environment: str) -> Iterator[World]:
    """For a process without pytest's fixtures, such as an ordinary user's."""
    exercise, folder = home / "exercise", home / "tmp"
    exercise.mkdir()
    folder.mkdir()
    world = World(maker(written(exercise)), folder, **environment)
    try:
        with world.entered():
            yield world
    finally:
        world.checker.close()


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text()[:80]
    except OSError:
        return "gone meanwhile"
