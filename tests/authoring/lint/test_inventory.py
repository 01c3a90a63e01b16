"""What was proven once is missed when it is gone, and `--accept` writes down what there is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.authoring.lint.conftest import ANSWERS, CHECKS, LESSON, Tiny
from tutor.authoring.lint import inventory
from tutor.course import Course, UnknownTarget

PROVEN = "solutions/ch01_small/proven.json"
ACCEPT = "drop it on purpose with `dltutor author lint ch01 --accept`"


@pytest.fixture
def proven(tiny: Tiny) -> Tiny:
    """The tiny course, with its first chapter proven."""
    assert inventory.write(tiny.root, "ch01") == tiny.root / PROVEN
    return tiny


def test_the_inventory_has_the_names_of_everything(proven: Tiny) -> None:
    stored = json.loads((proven.root / PROVEN).read_text())
    assert stored["steps"] == ["why", "how-many", "shape", "double", "twice", "extra", "look", "train"]
    assert stored["exercises"]["double"] == {
        "checks": ["test_the_worked_example", "test_every_number_counts"],
        "wrong": ["wrong-factor"],
        "right": ["other", "another"],
        "implement": ["double"],
        "forbid": ["torch.add"],
        "hints": 2,
        "points": 1,
    }
    assert proven.told() == []


def test_it_is_written_for_a_chapter_too(tiny: Tiny) -> None:
    chapter = Course.open(tiny.root).chapter("ch02")
    assert inventory.write(tiny.root, chapter).parent.name == "ch02_more"
    with pytest.raises(UnknownTarget):
        inventory.write(tiny.root, "ch09")


def test_a_check_that_is_gone_is_named(proven: Tiny) -> None:
    text = (proven.root / CHECKS).read_text()
    proven.write(CHECKS, text.replace("test_every_number_counts", "test_every_number_matters"))
    found = proven.one("proven-lost")
    say = f"the check `test_every_number_counts` of ch01/double was proven and is gone: put it back, or {ACCEPT}"
    assert found.message == say
    assert found.file == proven.root / CHECKS


@pytest.mark.parametrize(
    ("old", "new", "what", "near"),
    [
        ("wrong-factor:", "factor:", "the mistake `wrong-factor`", "wrong:"),
        ("  other:", "  others:", "the right answer `other`", "right:"),
    ],
)
def test_an_answer_that_is_gone_is_named(proven: Tiny, old: str, new: str, what: str, near: str) -> None:
    proven.edit(ANSWERS, old, new)
    found = proven.one()
    assert found.message == f"{what} of ch01/double was proven and is gone: put it back, or {ACCEPT}"
    assert (found.file, found.line) == (proven.root / ANSWERS, proven.line(ANSWERS, near))


def test_a_step_that_is_gone_is_named_with_what_it_costs(proven: Tiny) -> None:
    proven.edit(LESSON, "id: shape", "id: shapes")
    found = proven.one()
    assert found.message.startswith("the step `shape` of ch01 was proven and is gone; progress is kept by id")
    assert found.message.endswith(f"put it back under this id, or {ACCEPT}")
    assert found.line == proven.line(LESSON, "steps:")
    assert proven.findings("ch01/double") == ()
    assert [each.message for each in proven.findings("ch01/shape")] == [found.message]


def test_a_hint_a_point_and_a_forbidden_name_that_are_gone_are_told(proven: Tiny) -> None:
    proven.edit(
        LESSON, 'hints: [What is twice a number?, "Look at `*`."]', "hints: [What is twice a number?]\n    points: 0"
    )
    proven.edit(LESSON, "    forbid: [torch.add]\n", "")
    assert [each.partition(": ")[2] for each in proven.told()] == [
        f"proven-lost: the `forbid` entry `torch.add` of ch01/double was proven and is gone: put it back, or {ACCEPT}",
        "proven-lost: ch01/double had 2 hints when it was proven, and has 1: put the hints back, or drop them on "
        "purpose with `dltutor author lint ch01 --accept`",
        "proven-lost: ch01/double had 1 point when it was proven, and has 0: put the points back, or drop them on "
        "purpose with `dltutor author lint ch01 --accept`",
    ]


def test_what_is_new_is_a_house_matter(proven: Tiny) -> None:
    proven.edit(ANSWERS, "right:", "right:\n  third: {change: [['2 * x', 'x - -x']]}")
    proven.edit(LESSON, "id: shape", "id: shape-2\n    read: Shapes\n    text: Hm.\n  - id: shape")
    assert proven.findings() == ()
    told = [each for each in proven.told(strict=True) if "proven-new" in each]
    line = proven.line(LESSON, "id: shape-2"), proven.line(ANSWERS, "third")
    assert told == [
        f"{LESSON}:{line[0]}: proven-new: the step `shape-2` of ch01 is not in proven.json yet; take it in with "
        "`dltutor author lint ch01 --accept`",
        f"{ANSWERS}:{line[1]}: proven-new: the right answer `third` of ch01/double is not in proven.json yet; take it "
        "in with `dltutor author lint ch01 --accept`",
    ]
    inventory.write(proven.root, "ch01")
    assert not [each for each in proven.findings("ch01", strict=True) if each.code in inventory.CODES]


def test_no_inventory_is_a_house_matter(tiny: Tiny) -> None:
    assert tiny.findings() == ()
    said = [each.message for each in tiny.findings(strict=True) if each.code == "proven-missing"]
    assert said[0].endswith("write it with `dltutor author lint ch01 --accept`")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"steps": 3}', '{"steps": [], "exercises": {"double": {"hints": "x"}}}', "\0"]
)
def test_an_inventory_that_cannot_be_read_is_told(proven: Tiny, text: str) -> None:
    proven.write(PROVEN, text)
    found = proven.one()
    assert found.code == "proven-unreadable"
    assert "restore it, or write it anew with `dltutor author lint ch01 --accept`" in found.message


def test_a_folder_in_its_place_is_told(proven: Tiny) -> None:
    (proven.root / PROVEN).unlink()
    (proven.root / PROVEN).mkdir()
    assert "proven.json is a folder" in proven.one().message


def test_a_step_that_cannot_be_read_is_not_called_gone(proven: Tiny) -> None:
    proven.edit(LESSON, "quiz: Which shape", "qiuz: Which shape")
    assert [each.code for each in proven.findings()] == ["no-kind"]
    Path(proven.root / LESSON).write_text("id: [")
    assert {each.code for each in proven.findings("ch01")} == {"syntax"}
