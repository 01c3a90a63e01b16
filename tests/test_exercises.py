"""Every exercise of the default course as a learner meets it. What `dltutor author lint` proves is not tried here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.checking.answers import load_answers
from tutor.checking.checker import Checker
from tutor.checking.job import plan
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep
from tutor.course.stubtext import learner_text

COURSE = Course.open(Path(__file__).parents[1])
EXERCISES = [chapter.address(step) for chapter in COURSE.chapters for step in chapter.exercises]


def found(address: str) -> tuple[Chapter, ExerciseStep]:
    chapter, step = COURSE.find(address)
    assert isinstance(step, ExerciseStep)
    return chapter, step


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    made = Checker()
    yield made
    made.close()


def test_every_chapter_is_sound() -> None:
    assert COURSE.broken == {}
    assert len(EXERCISES) >= 20


@pytest.mark.parametrize("address", EXERCISES)
def test_a_learner_meets_the_same_verdicts(address: str, checker: Checker, tmp_path: Path) -> None:
    """Through judge and worker: the stub is untouched, a mistake named; another right answer and the reference pass."""
    chapter, step = found(address)
    for other, used, _ in plan(COURSE, chapter, step, tmp_path).uses:
        (tmp_path / other.name).mkdir(exist_ok=True)
        (tmp_path / other.name / used.file).write_text(COURSE.reference(other, used).read_text("utf-8"))
    mine = tmp_path / chapter.name / step.file
    mine.parent.mkdir(exist_ok=True)

    def verdict(text: str) -> tuple[str, set[str | None]]:
        mine.write_text(text)
        checked = checker.check(plan(COURSE, chapter, step, tmp_path))
        return checked.status, {check.mistake for check in checked.checks if check.status == "failed"}

    reference = COURSE.reference(chapter, step).read_text("utf-8")
    answers = load_answers(COURSE.answers_file(chapter, step))
    name, mistake = next(iter(answers.wrong.items()))
    another = list(answers.right.values())[-1]
    assert verdict(learner_text(COURSE.stub(chapter, step).read_text("utf-8"))) == ("untouched", set())
    status, named = verdict(mistake.apply(reference))
    assert status == "failed"
    assert any(name in (found or "").split(" or ") for found in named)
    assert verdict(another.apply(reference)) == ("passed", set())
    assert verdict(reference) == ("passed", set())
