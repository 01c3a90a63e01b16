"""However a check ends, `dltutor watch` says it in plain words, obeys nothing that was printed, and watches on."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.steady.ends import ENDS, RIGHT
from tests.steady.place import EXERCISE, HOLE, Place, make
from tests.steady.processes import MARK, survivors

ROOT = Path(__file__).parents[2]
READY = "Waiting for the next save. Ctrl+C ends."
OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\[2J\x1b\[H|\x1b\[H\x1b\[2J|\x1b\[H|\x1b\[2J")  # colours, and its own clearing


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make(tmp_path)


@pytest.fixture
def watch(place: Place) -> Iterator[pexpect.spawn]:
    """`dltutor watch` in a terminal, after its first check."""
    place.file.write_text(place.stub.replace(HOLE, RIGHT))
    environment = os.environ | {MARK: str(place.course), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tutor", "watch", EXERCISE, *place.options],
        env=environment,
        cwd=str(ROOT),
        dimensions=(40, 120),
        encoding="utf-8",
        timeout=60,
    )
    child.expect_exact(READY)
    yield child
    child.close(force=True)
    assert survivors(str(place.course)) == []


def told(watch: pexpect.spawn, place: Place, line: str) -> str:
    """What the next save is told."""
    place.file.write_text(place.stub.replace(HOLE, line))
    watch.expect_exact("checking double.py")
    watch.expect_exact(READY)
    return str(watch.before)


def words(text: str) -> str:
    return " ".join(OWN.sub("", text).split())


def test_every_end_is_told_and_the_next_check_works(watch: pexpect.spawn, place: Place) -> None:
    for name, end in ENDS.items():
        seen = told(watch, place, end.line)
        assert end.words in words(seen), name
        assert end.output in words(seen), name
        left = set(OWN.sub("", seen)) & {"\x1b", "\x07", "\x9b"}
        assert not left, (name, seen)
        assert "ch01/double: passed, 2 of 2 checks" in words(told(watch, place, f"{RIGHT}  # after {name}"))
    watch.kill(signal.SIGINT)
    watch.expect_exact("Stopped watching.")
    watch.expect(pexpect.EOF)


def test_of_many_saves_in_a_row_the_last_one_is_judged(watch: pexpect.spawn, place: Place) -> None:
    for number in range(20):
        place.file.write_text(place.stub.replace(HOLE, f"return 3 * x  # {number}"))
        time.sleep(0.03 * (number % 5))
    place.file.write_text(place.stub.replace(HOLE, f"{RIGHT}  # at last"))
    watch.expect_exact("ch01/double: passed, 2 of 2 checks")
    assert watch.expect([pexpect.TIMEOUT, "FAILED"], timeout=1) == 0
