"""docs/curriculum.md says what the lessons say, and nothing of the book or of the slides is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.curriculum import OUT, TOPICS, addresses, anchor, check_topics, datasets, direct_needs, page
from scripts.generated import ROOT, Stale
from scripts.results import EXPECTED
from tests.docs import page as pages
from tests.tiny import tiny_course
from tutor.course import Course
from tutor.training.recorded import Recorded

__all__ = ["tiny_course"]
LISTED: dict[str, Any] = yaml.safe_load(TOPICS.read_text("utf-8"))


def topics(**changed: Any) -> dict[str, Any]:
    """A list of topics that fits the tiny course."""
    book = [{"chapter": "Small", "topics": [{"topic": "doubling", "steps": ["ch01/why", "ch02/eight"]}]}]
    return {"data": {}, "book": book, "beyond": [], "deck": [{"topic": "halving", "steps": ["ch01/extra"]}]} | changed


def test_the_page_is_up_to_date() -> None:
    expected = yaml.safe_load(EXPECTED.read_text("utf-8"))
    text = page(Course.open(ROOT), expected, LISTED)
    assert OUT.read_text("utf-8") == text, "run `make results`, and look at the difference"


def test_every_chapter_of_the_book_has_its_topics_and_its_chapter() -> None:
    """A topic is taught in the chapter of its number, wherever else it comes back."""
    assert len(LISTED["book"]) == 14
    for number, part in enumerate(LISTED["book"], 1):
        assert len(part["topics"]) >= 3, part["chapter"]
        for topic in part["topics"]:
            assert any(step.startswith(f"ch{number:02}/") for step in topic["steps"]), topic
    assert len(LISTED["deck"]) >= 18


def test_every_link_leads_somewhere() -> None:
    text = OUT.read_text("utf-8")
    for target in pages.links(text):
        file, _, name = target.partition("#")
        assert not file or (OUT.parent / file).exists(), target
        assert not name or name in pages.anchors(text), target


def test_exercises_and_trainings_stand_with_their_numbers(tiny_course: Path) -> None:
    record = Recorded(
        metrics={"size": 64.0, "control": 0.5},
        curves={},
        seeds={"size": [64.0, 66.0], "control": [0.5, 0.5]},
        whatif={},
        seconds=1.4,
        machine="a machine",
    )
    record.save(tiny_course / "solutions" / "ch01_small" / "train.json")
    expected = {"ch01/train": {"size": {"is": "how large"}, "control": {"is": "control: nothing doubled"}}}
    lines = page(Course.open(tiny_course), expected, topics()).splitlines()
    assert "| `double` | Double a tensor | 1 | 1 | 1 | 2 |" in lines
    assert "| `extra` | Halve a tensor (optional) | 1 | 1 | 1 | 2 |" in lines
    assert "| `train` Grow a number | **65.000** (at least 60) how large | 0.500 nothing doubled |" in lines
    assert "Demonstrations: `look` Look at one number." in lines
    assert "    ch01 --> ch02" in lines
    assert "| doubling | `ch01` why; `ch02` eight |" in lines
    assert any(line.startswith("2 chapters, about 0 hours: 1 pages, 2 questions, 4 exercises with 4") for line in lines)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"deck": [{"topic": "halving", "steps": ["ch01/gone"]}]}, "'halving' names ch01/gone; the course has none"),
        ({"deck": [{"topic": "halving", "steps": []}]}, "'halving' names no step"),
        ({"data": {"digits": "D"}}, "digits"),
    ],
)
def test_a_topic_that_nothing_teaches_is_refused(tiny_course: Path, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Stale, match=words):
        check_topics(Course.open(tiny_course), topics(**changed))


def test_the_data_are_those_that_the_scripts_import(tiny_course: Path) -> None:
    course = Course.open(tiny_course)
    chapter = course.chapter("ch01")
    assert datasets(course, chapter) == set()
    (course.exercises_dir(chapter) / "look.py").write_text(
        "from tutor.datasets import bundled, digits\nfrom tutor.datasets.names import load\n"
    )
    assert datasets(course, chapter) == {"digits", "names"}


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    course = Course.open(ROOT)
    needs = {chapter.id: [*direct_needs(course, chapter)] for chapter in course.chapters}
    for chapter in course.chapters:
        reached, waiting = set[str](), [*needs[chapter.id]]
        while waiting:
            reached.add(each := waiting.pop())
            waiting += needs[each]
        assert set(chapter.needs) <= reached


def test_steps_of_one_chapter_stand_together() -> None:
    assert addresses(["ch03/a", "ch03/b", "ch12/c"]) == "`ch03` a, b; `ch12` c"


def test_a_heading_is_found_by_its_anchor() -> None:
    course = Course.open(ROOT)
    assert anchor(course.chapter("ch11")) == "ch11-sequence-to-sequence-english-to-french"
