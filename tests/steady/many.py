"""Many checks in a row in one tutor: right, wrong, crashing, hanging. What it holds must not grow.

    python -m tests.steady.many ROOT CHECKS SEED [leaking]

A process of its own, so that nothing but the tutor is measured. It prints one JSON object: the series, and what broke.
A leaking one checks right answers only, and after each forgets on purpose to give something back.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.steady.place import EXERCISE, HOLE, Place, make
from tests.steady.processes import MARK, Family, held, settle, survivors
from tutor.session import Session

MEASUREMENTS = 60  # in a run, at most
ANSWERS: dict[str, tuple[str, str, str, int]] = {
    "right": ("return 2 * x", "passed", "ok", 30),
    "wrong": ("return 3 * x", "failed", "wrong", 20),
    "raises": ("return x.no_such_name", "failed", "exception", 10),
    "leaves": ("import os; os._exit(0)", "failed", "early_exit", 8),
    "crashes": ("import os; os.kill(os.getpid(), 11)", "failed", "signal", 8),
    "hangs": ("import itertools; [None for _ in itertools.count() if False]", "failed", "time", 3),
    "eats": ("x = [bytes(1 << 28) for _ in range(99)]", "failed", "memory", 3),
    "talks": ("print('x' * 100_000); return 2 * x", "passed", "ok", 6),
    "litters": ("[open(f'{n}', 'w') for n in range(50)]; return 2 * x", "passed", "ok", 4),
    "leaves a child": ("import subprocess; subprocess.Popen(['sleep', '99']); return 2 * x", "passed", "ok", 4),
    "no Python": ("return 2 *", "failed", "syntax", 4),
}
"""The line of the answer, what has to be said to it, and how often it comes in a hundred."""


class Run:
    """The checks of one run, and what was seen."""

    def __init__(self, place: Place, session: Session, seed: int) -> None:
        self.place = place
        self.session = session
        self.family = Family()  # the fork parent comes with the first check
        self.chance = random.Random(seed)
        self.stub = place.file.read_text()
        self.kinds: Counter[str] = Counter()
        self.broken: list[str] = []
        self.series: dict[str, list[int]] = {}
        self.seconds: list[float] = []

    def check(self, number: int, only: str) -> None:
        """One check of a file that nobody has checked before; the verdict is held against what it must be."""
        weights = [weight for *_, weight in ANSWERS.values()]
        kind = only or self.chance.choices(list(ANSWERS), weights)[0]
        line, status, reason, _ = ANSWERS[kind]
        self.place.file.write_text(self.stub.replace(HOLE, f"{line}  # {number}"))
        began = time.monotonic()
        verdict = self.session.check(EXERCISE)
        if kind != "hangs":
            self.seconds.append(time.monotonic() - began)
        self.kinds[kind] += 1
        reasons = {check.reason for check in verdict.checks}
        if verdict.status != status or reason not in reasons:
            self.broken.append(f"check {number} ({kind}): {verdict.status}, {sorted(map(str, reasons))}")

    def measure(self) -> None:
        """What the idle tutor and its fork parent hold, once the next spare pair is there."""
        settle()
        gc.collect()
        (parent,) = self.family.by_role()["fork parent"]
        mine, theirs = held(os.getpid()), held(parent)
        seen = {
            "processes": len(self.family.members()),
            "temporary folders": sum(1 for _ in self.place.temporary.iterdir()),
            "threads of the tutor": mine.threads,
            "threads of the fork parent": theirs.threads,
            "descriptors of the tutor": mine.descriptors,
            "descriptors of the fork parent": theirs.descriptors,
            "memory of the tutor, kB": mine.memory,
            "memory of the fork parent, kB": theirs.memory,
            "resident tutor, kB": mine.resident,
            "resident fork parent, kB": theirs.resident,
        }
        for name, value in seen.items():
            self.series.setdefault(name, []).append(value)


def run(root: Path, checks: int, seed: int, leaking: bool = False) -> dict[str, Any]:
    """In this process."""
    place = make(root)
    tempfile.tempdir = str(place.temporary)
    os.environ["TMPDIR"] = str(place.temporary)
    session = place.session()
    every = max(1, checks // MEASUREMENTS)
    kept: list[Any] = []
    with contextlib.closing(session):
        made = Run(place, session, seed)
        for number in range(1, checks + 1):
            made.check(number, "right" if leaking else "")
            if leaking:
                kept.append((os.dup(0), os.urandom(400_000)))
            if number % every == 0:
                made.measure()
        attempts = len(session.history(EXERCISE))
    if attempts != checks:
        made.broken.append(f"{checks} checks have left {attempts} attempts")
    left = [path.name for path in place.temporary.iterdir() if path.name.startswith("dltutor")]
    made.broken += [f"folder {name} is left" for name in left]
    return {"kinds": made.kinds, "series": made.series, "broken": made.broken, "seconds": made.seconds}


def run_apart(root: Path, checks: int, seed: int, leaking: bool = False) -> dict[str, Any]:
    """In a process of its own, found by its mark; the value is what `run` returned."""
    mark = f"many-{os.getpid()}-{seed}"
    command = [sys.executable, "-m", "tests.steady.many", str(root), str(checks), str(seed)]
    command += ["leaking"] if leaking else []
    environment = os.environ | {MARK: mark}
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], env=environment)
    if done.returncode:
        raise AssertionError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    found["broken"] += survivors(mark)
    return found


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["leaking"])))
