"""What is remembered of a proof, and what makes it be tried again; the children are stood in for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tiny import tiny_course  # noqa: F401 - a fixture
from tutor.authoring.lint import proofs
from tutor.authoring.lint.cache import Cache
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.proofs import Trying, prove
from tutor.checking.forkparent import start
from tutor.checking.proving import ParentDied, ProverDied
from tutor.course import Course
from tutor.course.model import ExerciseStep

Fact = dict[str, Any]
RUN: Fact = {"fact": "reference", "seed": 0, "threads": 1, "failed": [], "told": "", "seconds": 0.01}
FAULT: Fact = {"fact": "fault", "file": "test_eight.py", "line": 1, "sentence": "it can't be loaded"}
RIGHT: Fact = {"fact": "right", "name": "other", "seed": 0, "failed": [], "told": "", "fault": "", "forbidden": ""}


class Children:
    """Answers every order with the same facts, or with its end, and counts the orders."""

    def __init__(self) -> None:
        self.facts: list[Fact] = [RUN, RIGHT, {"fact": "done", "seconds": 0.1}]
        self.dies = False
        self.end = ProverDied("nobody answers")
        self.asked = 0

    def __call__(self, parent: object) -> Children:
        return self

    def prove(self, order: Fact) -> Iterator[Fact]:
        self.asked += 1
        yield from self.facts
        if self.dies:
            raise self.end

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Children:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Children()
    monkeypatch.setattr(proofs, "Prover", made)
    return made


@pytest.fixture
def orders(tiny_course: Path, children: Children) -> Callable[[], int]:  # noqa: F811
    """Proves ch02/eight and says how many orders that took."""

    def orders() -> int:
        before = children.asked
        found(tiny_course)
        return children.asked - before

    return orders


def found(root: Path) -> list[Finding]:
    course = Course.open(root)
    chapter, step = course.find("ch02/eight")
    assert isinstance(step, ExerciseStep)
    ((_, findings),) = prove(course, [(chapter, step)], Trying(first_seed=0), None, Cache())  # type: ignore[arg-type]
    return findings


def test_what_was_proven_is_not_tried_again(orders: Callable[[], int]) -> None:
    assert [orders(), orders()] == [2, 0]


@pytest.mark.parametrize(
    "name",
    [
        "solutions/ch02_more/eight.py",
        "solutions/ch02_more/answers/eight.yaml",
        "tests/checks/ch02_more/test_eight.py",
        "solutions/ch01_small/twice.py",
        "solutions/ch01_small/double.py",
        "exercises/ch01_small/data/numbers.txt",
        "exercises/ch02_more/helper.py",
    ],
)
def test_every_file_that_a_proof_rests_on_makes_it_be_tried_again(
    orders: Callable[[], int],
    tiny_course: Path,  # noqa: F811
    name: str,
) -> None:
    assert orders() == 2
    with (tiny_course / name).open("a") as file:
        file.write("\n# edited\n")
    assert [orders(), orders()] == [2, 0]


@pytest.mark.parametrize(
    "fact",
    [
        RUN | {"failed": ["test_a"], "told": "The time for this answer is up."},
        RIGHT | {"fault": "it ended the process that ran it (signal 9)"},
        RIGHT | {"failed": ["test_a"]},
        FAULT,
    ],
    ids=["reference", "right ended", "right refused", "fault"],
)
def test_what_a_busy_machine_may_be_to_blame_for_is_tried_again(
    orders: Callable[[], int], children: Children, fact: Fact
) -> None:
    children.facts[1] = fact
    assert [orders(), orders()] == [2, 2]


def test_a_proof_that_died_is_told_and_tried_again(
    orders: Callable[[], int],
    children: Children,
    tiny_course: Path,  # noqa: F811
) -> None:
    children.dies = True
    assert "ch02/eight" in found(tiny_course)[0].message
    assert [orders(), orders()] == [1, 1]


def test_the_end_of_all_proofs_is_one_finding(children: Children, tiny_course: Path) -> None:  # noqa: F811
    children.dies, children.end = True, ParentDied()
    course = Course.open(tiny_course)
    exercises = [(chapter, step) for chapter in course.chapters for step in chapter.exercises]
    proven = list(prove(course, exercises, Trying(first_seed=0), None, Cache()))  # type: ignore[arg-type]
    assert len(proven) == len(exercises) > 1
    (finding,) = [each for _, findings in proven for each in findings]
    assert "all proofs are forked from has ended, so nothing after this was tried" in finding.message


@pytest.mark.parametrize("text", ['{"fact": "reference"}', "[1]", '["fact"]', "null", '[{"fact"', "", "\0"])
def test_a_damaged_memory_is_no_memory(orders: Callable[[], int], tmp_path: Path, text: str) -> None:
    assert orders() == 2
    for file in (tmp_path / "cache").rglob("*.json"):
        file.write_text(text)
    assert orders() == 2


def test_ctrl_c_ends_whoever_waits_for_a_child(
    tiny_course: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    never = tiny_course / "solutions/ch02_more/eight.py"
    never.write_text(never.read_text().replace("return 2", "import time\n\n    time.sleep(600)\n    return 2"))
    course = Course.open(tiny_course)
    exercises = [
        (chapter, step)
        for chapter, step in (course.find("ch02/eight"), course.find("ch01/double"))
        if isinstance(step, ExerciseStep)
    ]

    def interrupted(address: str) -> None:
        assert address == "ch01/double"
        raise KeyboardInterrupt

    parent = start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(prove(course, exercises, Trying(processes=2), parent, Cache(), interrupted))
    assert not parent.alive()
    assert time.monotonic() - started < 50  # the other one would be given 60 seconds for each of its runs
    assert not list(tmp_path.glob("dltutor-proof-*"))
