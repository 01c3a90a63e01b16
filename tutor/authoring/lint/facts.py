"""The facts of one exercise's proof, and the row of numbers they come to.

A fact comes from a child that judged one answer (see `tutor.checking.proving`); it says what happened and blames
nobody. What the facts mean for the course is said in `meaning.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from statistics import median
from typing import Any

from tutor.authoring.lint.finding import Row
from tutor.authoring.mutation import Mutant, mutants
from tutor.checking.answers import Answers, load_answers
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

Fact = dict[str, Any]

_ENDLESS = re.compile(r"\bOutOfTime\b|The time for this answer is up|there was no answer after")
_SLIP = re.compile(
    r"^\w+: failed: ((?:Name|Import|ModuleNotFound)Error: (?!your file).*|AttributeError: module '.*)", re.M
)


class Facts:
    """Everything that was found out about one exercise."""

    def __init__(self, course: Course, chapter: Chapter, step: ExerciseStep) -> None:
        self.step = step
        self.address = chapter.address(step)
        self.lesson = course.folders(chapter.name).lesson
        self.reference = course.reference(chapter, step)
        self.check_file = course.check_file(chapter, step)
        self.answers_file = course.answers_file(chapter, step)
        self._facts: list[Fact] = []

    def add(self, facts: Iterable[Fact]) -> None:
        """More of them, of any part."""
        self._facts += facts

    def of(self, kind: str) -> list[Fact]:
        """Those of one kind, in the order in which they came."""
        return [each for each in self._facts if each["fact"] == kind]

    @cached_property
    def mutants(self) -> tuple[Mutant, ...]:
        """The small changes of the reference that the checks must notice."""
        return mutants(self.reference.read_text("utf-8"), self.step.implement)

    @cached_property
    def answers(self) -> Answers:
        """The other answers; none where the file can't be read, which is said elsewhere."""
        try:
            return load_answers(self.answers_file)
        except (OSError, ValueError):
            return Answers({}, {}, {})

    def caught_by(self, mistake: str) -> str:
        """The check that a mistake says it breaks."""
        return self.answers.wrong[mistake].caught_by if mistake in self.answers.wrong else ""

    def row(self) -> Row:
        """The numbers of the proof."""
        runs, wrong, right, stub = self.of("reference"), self.of("wrong"), self.of("right"), self.of("stub")
        touched = [each for each in self.of("generic") if each["touched"]]
        refused = {each["name"] for each in right if not accepted(each)}
        tried = self.of("mutant")
        counted = [each for each in tried if each["id"] not in self.answers.equivalent]
        seconds = [each["seconds"] for each in runs if each["seconds"] is not None and not each.get("alone")]
        survivors = [each["id"] for each in counted if each["how"] == "survived"]
        return Row(
            id=self.address,
            reference_ok=bool(runs) and not any(each["failed"] for each in runs),
            stub_ok=bool(stub) and not any(each["passed"] for each in stub),
            seeds=len({each["seed"] for each in runs}),
            mistakes=len(wrong),
            rejected=sum(self._caught(each) for each in wrong),
            diagnosed=sum(named(each) for each in wrong),
            right=len({each["name"] for each in right}),
            accepted=len({each["name"] for each in right} - refused),
            generic=len(touched),
            generic_rejected=sum(bool(each["failed"]) or self.excused(each) for each in touched),
            mutants=len(counted) if tried else None,
            killed=len(counted) - len(survivors),
            survivors=survivors,
            equivalent=len(tried) - len(counted),
            warm_ms=round(1000 * median(seconds), 1) if seconds else None,
            seconds=round(sum(each["seconds"] for each in self.of("done")), 2),
        )

    def excused(self, generic: Fact) -> bool:
        """Whether the answers file gives a reason why this generic answer is right."""
        return f"generic: {generic['name']}" in self.answers.equivalent

    def _caught(self, fact: Fact) -> bool:
        says = self.caught_by(fact["name"])
        return bool(fact["failed"]) and (not says or says in fact["failed"])


def accepted(right: Fact) -> bool:
    """Whether a right answer was let through."""
    return not (right["failed"] or right["fault"] or right["forbidden"])


def named(wrong: Fact) -> bool:
    """Whether the diagnosis gives a mistake its own name wherever it is caught."""
    return bool(wrong["failed"]) and set(wrong["named"].values()) == {wrong["name"]} and not slip(wrong)


def slip(wrong: Fact) -> str:
    """What its author can't have meant: it never ends, ends the process, or uses a name that nothing defines."""
    if _ENDLESS.search(wrong["told"] + wrong["fault"]):
        return "never ends"
    if wrong["fault"].startswith("it ended the process"):
        return "ends the process that runs it"
    found = _SLIP.search(wrong["told"])
    return f"fails with {found[1].rstrip('.')}" if found else ""
