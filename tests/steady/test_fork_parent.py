"""A fork parent that dies is replaced, and the learner does not notice: whenever it dies, the verdict is the same."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steady.place import EXERCISE, HOLE, Place, make
from tests.steady.processes import Family, held, kill, settle
from tutor.checking.verdict import ExerciseVerdict
from tutor.session import Session

WAITS = "import time; time.sleep(0.08); return 2 * x"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = make(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(made.temporary))
    return made


@pytest.fixture
def family() -> Family:
    return Family()


@pytest.fixture
def session(place: Place, family: Family) -> Iterator[Session]:
    """One that has checked already, so that its fork parent and a spare pair are there."""
    with contextlib.closing(place.session()) as opened:
        solve(place, "return 2 * x")
        assert opened.check(EXERCISE).status == "passed"
        settle()
        yield opened
    assert family.members() == frozenset()
    assert [path for path in place.temporary.iterdir() if path.name.startswith("dltutor")] == []


def solve(place: Place, line: str) -> None:
    place.file.write_text(place.stub.replace(HOLE, f"{line}  # {time.monotonic_ns()}"))


def fork_parent(family: Family) -> int:
    (pid,) = family.by_role()["fork parent"]
    return pid


def checked(session: Session, family: Family, killed_after: float) -> ExerciseVerdict:
    """The verdict of a check whose fork parent is killed so many seconds after it has begun."""
    killing = threading.Timer(killed_after, lambda: kill(fork_parent(family)))
    killing.start()
    verdict = session.check(EXERCISE)
    killing.join()
    return verdict


def test_one_that_dies_between_two_checks(session: Session, family: Family, place: Place) -> None:
    kill(fork_parent(family))
    solve(place, "return 2 * x")
    assert session.check(EXERCISE).status == "passed"


def test_one_that_dies_during_a_check(session: Session, family: Family, place: Place) -> None:
    before = held(os.getpid()).descriptors
    solve(place, WAITS)
    verdict = checked(session, family, 0.1)
    assert (verdict.status, verdict.note) == ("passed", "")
    settle()
    assert [attempt.status for attempt in session.history(EXERCISE)] == ["passed"] * 2
    assert held(os.getpid()).descriptors == before


def test_one_that_dies_while_a_worker_is_replaced(session: Session, family: Family, place: Place) -> None:
    solve(place, "import os; os._exit(0) if torch.ones(()).item() else None")
    told = {check.reason for check in checked(session, family, 0.06).checks}
    assert told == {"early_exit"}


def test_one_that_dies_while_a_spare_is_made(session: Session, family: Family, place: Place) -> None:
    solve(place, "return 2 * x")
    assert session.check(EXERCISE).status == "passed"
    kill(fork_parent(family))  # at this moment the thread that makes the spare pair is at work
    solve(place, "return 3 * x")
    assert session.check(EXERCISE).status == "failed"


def test_one_that_dies_while_it_imports(family: Family, place: Place) -> None:
    with contextlib.closing(place.session()) as session:
        session.warm()
        while not family.by_role()["fork parent"]:
            time.sleep(0.005)
        kill(fork_parent(family))
        solve(place, "return 2 * x")
        assert session.check(EXERCISE).status == "passed"


def test_a_spare_pair_of_which_one_was_killed_is_not_taken(session: Session, family: Family, place: Place) -> None:
    for role in ("judge", "worker", "init"):
        settle()
        for pid in family.by_role()[role]:
            kill(pid)
        solve(place, "return 2 * x")
        assert session.check(EXERCISE).status == "passed"
