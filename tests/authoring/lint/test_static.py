"""Lint without running anything: all problems at once, where they stand, of what was asked for, no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.authoring.lint.conftest import ANSWERS, CHECKS, LESSON, Tiny
from tests.tiny import FILES
from tutor.authoring.lint.static import look_at

ROOT = Path(__file__).parents[3]


def test_the_tiny_course_is_clean(tiny: Tiny) -> None:
    assert tiny.told() == []


def test_a_course_of_one_lesson_to_read_is_clean(tmp_path: Path) -> None:
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / "course.yaml").write_text("format: 1\ntitle: Small\nauthors: [Ada]\nlicence: MIT\nrules: sound\n")
    (lessons / "ch01_one.yaml").write_text(
        "id: ch01\ntitle: One\nsummary: One page.\nminutes: 1\n"
        "steps:\n  - {id: a, read: A page, text: Some words.}\n  - {id: b, read: Another, text: More words.}\n"
    )
    assert look_at(tmp_path).findings == ()
    assert look_at(tmp_path).provable == []


def test_the_chapters_of_the_default_course_are_sound() -> None:
    assert [each for each in look_at(ROOT).findings if each.level == "sound"] == []


def test_every_problem_is_told_at_once(tiny: Tiny) -> None:
    tiny.edit(LESSON, "summary: Doubling, and doubling twice.", "sumary: Doubling.")
    tiny.edit(LESSON, "read: Why we double", "raed: Why we double")
    tiny.edit(LESSON, "*smallest*", "<b>smallest</b>")
    tiny.edit(ANSWERS, "caught_by: test_every_number_counts", "caught_by: test_every_number")
    tiny.edit(CHECKS, '    """Each number of the input is taken two times."""\n', "")
    tiny.write("solutions/ch02_more/eight.py", "def eight(x:\n")
    assert {each.code for each in tiny.findings()} >= {
        "unknown-key",
        "no-kind",
        "html",
        "caught-by",
        "no-promise",
        "solution-syntax",
    }


def test_a_problem_of_a_step_is_told_with_its_address_and_line(tiny: Tiny) -> None:
    tiny.edit(LESSON, "difficulty: 1\n    minutes: 1\n    text: Return twice", "minutes: 1\n    text: Return twice")
    found = tiny.one()
    assert found.line == tiny.line(LESSON, "id: double")
    assert found.message == "ch01/double: an exercise step needs `difficulty`; add it here"


@pytest.mark.parametrize("path", [*FILES, ANSWERS, CHECKS, "exercises/ch01_small/double.py"])
@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"",
        b"\x00",
        b"a: [b\n",
        b"- 1\n",
        b"{" * 500,
        b"wrong: {a: 3, b: [1], c: {change: 5}}\nright: 2\n",
        None,
    ],
    ids=["not UTF-8", "empty", "null", "broken", "a list", "too deep", "odd", "a folder"],
)
def test_no_file_is_so_broken_that_lint_breaks(tiny: Tiny, path: str, data: bytes | None) -> None:
    file = tiny.root / path
    if data is None:
        file.unlink()
        (file / "inside").mkdir(parents=True)
    else:
        file.write_bytes(data)
    told = tiny.told()
    if not path.endswith((".txt", "look.py", "train.py")):
        assert any(file.name in each or file.stem in each for each in told)
    assert len(look_at(tiny.root).provable) <= 4


def test_a_folder_in_place_of_a_lesson_is_named(tiny: Tiny) -> None:
    (tiny.root / "lessons" / "ch03_folder.yaml").mkdir()
    assert "this is a folder" in tiny.one().message


def test_a_chapter_or_a_step_can_be_looked_at_alone(tiny: Tiny) -> None:
    tiny.edit(LESSON, "text: Return twice the input.", "text: Return <b>twice</b> the input.")
    tiny.edit(LESSON, "text: Return half the input.", "text: Return <i>half</i> the input.")
    tiny.edit("lessons/ch02_more.yaml", "text: Return eight", "text: <u>Return</u> eight")
    assert {each.message.split()[0] for each in tiny.findings()} == {"ch01/double", "ch01/extra", "ch02/eight"}
    assert {each.message.split()[0] for each in tiny.findings("ch01")} == {"ch01/double", "ch01/extra"}
    assert {each.message.split()[0] for each in tiny.findings("ch01/extra")} == {"ch01/extra"}
    assert {each.message.split()[0] for each in tiny.findings("ch01/double", "ch02")} == {"ch01/double", "ch02/eight"}
    assert tiny.findings("ch01/look") == ()


def test_an_unknown_target_names_the_nearest(tiny: Tiny) -> None:
    assert [each.code for each in tiny.findings("ch03")] == ["unknown-target"]
    assert "did you mean ch01" in tiny.findings("ch011")[0].message


def test_the_course_file_is_looked_at_with_every_target(tiny: Tiny) -> None:
    tiny.edit("lessons/course.yaml", "licence: MIT\n", "")
    assert "a course needs `licence`; add it here" in tiny.told("ch02")[0]


def test_a_step_named_in_the_target_that_is_not_there_is_told(tiny: Tiny) -> None:
    (found,) = tiny.findings("ch01/dubble")
    assert found.code == "unknown-target"
    assert found.message == "ch01 has no step `dubble`; did you mean `double`?"


def test_what_can_be_proven_is_found_in_a_broken_chapter_too(tiny: Tiny) -> None:
    tiny.edit(LESSON, "read: Why we double", "raed: Why we double")
    (tiny.root / CHECKS).write_text("def test(:\n")
    shutil.rmtree(tiny.root / "solutions" / "ch02_more")
    assert [f"{chapter.id}/{step.id}" for chapter, step in look_at(tiny.root).provable] == ["ch01/twice", "ch01/extra"]
    assert [step.id for _, step in look_at(tiny.root, ["ch01/extra"]).provable] == ["extra"]
