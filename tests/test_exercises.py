"""Every exercise of the default course, proven from outside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tutor.checking.checker import Checker
from tutor.checking.job import plan
from tutor.checking.proof import Proof
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep
from tutor.course.stubtext import learner_text

COURSE = Course.open(Path(__file__).parents[1])
EXERCISES = [chapter.address(step) for chapter in COURSE.chapters for step in chapter.exercises]
SEEDS = range(5)


@cache
def proof(address: str) -> Proof:
    return Proof.of(COURSE, *found(address))


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
def test_the_reference_passes_under_five_seeds(address: str) -> None:
    for seed in SEEDS:
        tried = proof(address).attempt(proof(address).reference, seed=seed)
        assert tried.passed, tried.told


@pytest.mark.parametrize("address", EXERCISES)
def test_right_answers_in_other_styles_pass(address: str) -> None:
    assert len(proof(address).answers.right) >= 3
    for seed, (name, answer) in enumerate(proof(address).answers.right.items()):
        tried = proof(address).attempt(answer.apply(proof(address).reference), seed=seed)
        assert tried.passed, f"{name}: {tried.told}"


@pytest.mark.parametrize("address", EXERCISES)
def test_every_mistake_fails_where_it_says_and_is_named(address: str) -> None:
    assert len(proof(address).answers.wrong) >= 3
    for seed, (name, answer) in enumerate(proof(address).answers.wrong.items()):
        tried = proof(address).attempt(answer.apply(proof(address).reference), seed=seed, diagnose=True)
        assert answer.caught_by in tried.failed, f"{name} is not caught by {answer.caught_by}: {tried.told}"
        assert all(name in named.split(" or ") for named in tried.named), f"{name} is named {tried.named}: {tried.told}"
        assert answer.says


@pytest.mark.parametrize("address", EXERCISES)
def test_a_learner_meets_the_same_verdicts(address: str, checker: Checker, tmp_path: Path) -> None:
    """Through judge and worker: the stub is untouched, the first mistake is named, the reference passes."""
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

    name, mistake = next(iter(proof(address).answers.wrong.items()))
    assert verdict(learner_text(COURSE.stub(chapter, step).read_text("utf-8"))) == ("untouched", set())
    status, named = verdict(mistake.apply(proof(address).reference))
    assert status == "failed"
    assert any(name in (found or "").split(" or ") for found in named)
    assert verdict(proof(address).reference) == ("passed", set())
