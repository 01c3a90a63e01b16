"""One mistake, one finding: what follows from a fault that reading tells at its line is not told again by the trial."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.authoring.lint.conftest import ANSWERS, CHECKS, LESSON, Tiny
from tutor.authoring.lint.causes import owner_of, without_consequences
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lint import Options, lint
from tutor.authoring.lint.static import look_at
from tutor.course import Course

Told = Callable[..., list[tuple[str, int, str]]]


@pytest.fixture
def told(tiny: Tiny) -> Told:
    """File, line and code of everything that lint finds of ch01/double, with its trial."""

    def told() -> list[tuple[str, int, str]]:
        found = lint(tiny.root, ["ch01/double"], Options(train=False, seed=0)).findings
        return [(each.file.relative_to(tiny.root).as_posix(), each.line, each.code) for each in found]

    return told


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "at"),
    [
        (ANSWERS, "change: [['2 * x', '3 * x']]", "change: [['2 * y', '3 * x']]", "stale", "2 * y"),
        (ANSWERS, "change: [['2 * x', '3 * x']]", "change: [['x', '3']]", "stale", "['x'"),
        (ANSWERS, "'3 * x'", "'3 * '", "answer-syntax", "'3 * '"),
        (ANSWERS, "caught_by: test_every_", "caught_by: test_ever_", "caught-by", "caught_by"),
        (ANSWERS, "caught_by:", "cought_by:", "unknown-key", "cought_by"),
        (ANSWERS, "wrong:\n", "wrogn:\n", "unknown-key", "wrogn"),
        (ANSWERS, "[['2 * x', 'x * 2']]", "\n      - ['2 * x', 'x * 2']\n      - [a]", "type", "[a]"),
        (ANSWERS, "change: [['2 * x', 'x * 2']]", "code: 'def duoble(x): pass'", "stale", "code:"),
        (CHECKS, "impl.double", "impl.dubble", "not-in-solution", "impl.dubble"),
        (CHECKS, "@probe\n", "", "no-probe", "example(values"),
        (CHECKS, "(agree, rand)", "(rand)", "undefined-name", "agree(values"),
    ],
    ids=[
        *("a stale edit", "an ambiguous edit", "no Python", "another check", "a misspelt key", "a misspelt section"),
        *("an odd edit", "code that replaces nothing", "a misspelt name", "no probe", "a fixture not asked for"),
    ],
)
def test_a_fault_is_told_once_at_its_line(
    tiny: Tiny, told: Told, path: str, old: str, new: str, code: str, at: str
) -> None:
    tiny.edit(path, old, new)
    found = told()
    assert found[0] == (path, tiny.line(path, at), code)
    assert {each[2] for each in found} == {code}


def test_a_second_fault_of_another_answer_is_told_as_well(tiny: Tiny, told: Told) -> None:
    tiny.edit(ANSWERS, "caught_by:", "cought_by:")
    tiny.edit(ANSWERS, "'torch.mul(x, 2)'", "'gone(x, 2)'")
    assert {each[2] for each in told()} == {"unknown-key"}  # with which nothing of the file can be tried
    tiny.edit(ANSWERS, "cought_by:", "caught_by:")
    assert [each[2] for each in told()] == ["refused"]


def test_each_answer_owns_the_lines_below_its_name(tiny: Tiny) -> None:
    file = tiny.root / ANSWERS
    owners = [owner_of(Finding(file, line, "", "")) for line in range(1, 10)]
    assert owners[:3] == [("", ""), ("wrong", "wrong-factor"), ("wrong", "wrong-factor")]
    assert owners[5:] == [("", ""), ("right", "other"), ("right", "other"), ("right", "another")]
    assert owner_of(Finding(Path("gone.yaml"), 3, "", "")) == ("", "")


def test_a_run_is_not_blamed_for_its_script_or_for_a_mistake_that_does_not_fit(tiny: Tiny) -> None:
    lesson, train = tiny.root / LESSON, tiny.root / "exercises/ch01_small/train.py"
    failed = Finding(lesson, 60, "run-failed", "ch01/train: mend train.py, which fails with the reference: it burst")
    whatif = Finding(lesson, 61, "whatif", "ch01/train: the run with `double:wrong-factor` was recorded as running")
    course, exercises = Course.open(tiny.root), look_at(tiny.root).provable
    assert without_consequences([], [failed, whatif], course, exercises) == [failed, whatif]
    broken = Finding(train, 2, "unreadable", "ch01: train.py is not Python")
    assert without_consequences([broken], [failed, whatif], course, exercises) == [whatif]
    stale = Finding(tiny.root / ANSWERS, 4, "stale", "ch01/double: the mistake `wrong-factor` is stale")
    assert without_consequences([stale], [failed, whatif], course, exercises) == [failed]
