"""Everything that lint finds without running anything, and what can be tried: `look_at`, called by `lint.py`.

    lessons      the loader's own problems, all of them          answersfile  the other answers, and their edits
    texts        Markdown and mathematics that can't be shown    checkfile    promises, probes, fixtures
    imports      `uses` and what the files import                leaks        lines of the solution in hints, messages
    house        what the house rules ask on top                 inventory    what was proven once and is gone
    records      the recorded runs of training scripts           modules      scripts and helpers, as Python
    terms        the glossary: each word once, where it is taught
    taught       what a solution needs and no page has said before
    placeholders what a scaffold wrote for its author            orphans      files that belong to nothing

A course may be as broken as it likes: every file that can be read is looked at, and nothing raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.authoring.lint import (
    house,
    imports,
    inventory,
    leaks,
    lessons,
    modules,
    orphans,
    placeholders,
    records,
    taught,
    terms,
    texts,
)
from tutor.authoring.lint.exercises import Exercise
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.course import Chapter, Course, UnknownTarget
from tutor.course.model import ExerciseStep
from tutor.course.nearest import did_you_mean

Wanted = dict[str, frozenset[str] | None]
"""The chapters to look at, by name, and in each the steps as they were asked for; None where all of them."""


Exercises = list[tuple[Chapter, ExerciseStep]]


@dataclass(frozen=True, slots=True)
class Looked:
    """Every problem, in the order of files and lines; and the exercises that can be tried, since their files are all
    there and can be read, whatever else is wrong with their chapters."""

    findings: tuple[Finding, ...]
    provable: Exercises


def look_at(course_root: Path, targets: Sequence[str] = (), strict: bool | None = None) -> Looked:
    """What is to be seen of the course in this folder, or of the chapters and steps in `targets` (`ch10`,
    `ch10/dot-score`). The house rules as the course asks for them, unless `strict` says."""
    course, asks, found = lessons.open_course(course_root)
    by_house = asks if strict is None else strict
    provable: Exercises = []
    wanted, unknown = _wanted(course, targets)
    found += unknown
    for name, names in wanted.items():
        read = lessons.read_lesson(course, name)
        steps = None if names is None else frozenset(map(read.named, names))
        found += _chapter(read, steps, by_house, provable)
        found += _unknown_steps(read, steps or frozenset(), found)
    if by_house:
        found += placeholders.findings(course_root / "lessons" / "course.yaml")
    if not targets and by_house:
        found += orphans.of_course(course)
    return Looked(tuple(sorted(_with_causes(set(found)))), provable)


def _with_causes(found: set[Finding]) -> set[Finding]:
    """Without what a lesson lacks only because an answers file has a section that is misspelt, which is told."""
    sections = [each for each in found if each.code == "unknown-key" and each.file.parent.name == "answers"]
    answers = [f"answers/{each.file.name} has no `wrong`" for each in sections]
    return {each for each in found if each.code != "bad-whatif" or not any(say in each.message for say in answers)}


def _chapter(read: Read, steps: frozenset[str] | None, by_house: bool, provable: Exercises) -> Iterator[Finding]:
    """What is wrong with a chapter; what can be tried in it is added to `provable`."""
    yield from lessons.findings(read, steps)
    yield from texts.findings(read, steps, by_house)
    yield from terms.findings(read, steps, by_house)
    for index, step in read.exercises:
        if steps is None or step.id in steps:
            exercise = Exercise(read, index, step)
            if exercise.provable and read.chapter is not None:
                provable.append((read.chapter, step))
            yield from exercise.findings(by_house)
            yield from leaks.findings(exercise)
    yield from imports.findings(read, steps, by_house)
    yield from modules.findings(read, steps, by_house)
    yield from records.findings(read, steps, by_house)
    yield from inventory.findings(read, steps, by_house)
    if by_house:
        yield from house.of_steps(read, steps)
        yield from taught.findings(read, steps)
        indices = None if steps is None else frozenset(index for index, step in read.steps if step.id in steps)
        yield from placeholders.findings(read.file, read.id, indices)
    if steps is None:
        yield from (each for each in orphans.of_chapter(read) if by_house or each.level == "sound")
        yield from house.of_chapter(read) if by_house else ()


def _wanted(course: Course, targets: Sequence[str]) -> tuple[Wanted, list[Finding]]:
    """What `targets` name, and a finding for each that names nothing."""
    if not targets:
        return dict.fromkeys(course.names), []
    wanted: Wanted = {}
    unknown = []
    for target in targets:
        chapter, _, step = target.strip().strip("/").partition("/")
        try:
            name = course.name_of(chapter)
        except UnknownTarget as error:
            unknown.append(Finding(course.root / "lessons", 1, "unknown-target", str(error)))
            continue
        before = wanted.get(name, frozenset())
        wanted[name] = None if before is None or not step else before | {step}
    return wanted, unknown


def _unknown_steps(read: Read, steps: frozenset[str], told: list[Finding]) -> Iterator[Finding]:
    """Steps that were asked for and that the lesson doesn't have; one that was proven and is gone was told."""
    for step in sorted(steps - read.ids) if read.root is not None else ():
        if not any(finding.file == read.file and f"`{step}`" in finding.message for finding in told):
            near = did_you_mean(step, read.ids) or f"; `dltutor show {read.id}` lists them"
            yield read.finding(("steps",), "unknown-target", f"{read.id} has no step `{step}`{near}")
