"""`solutions/<chapter>/proven.json`: what was proven of a chapter once, so that none of it vanishes silently.

A check that was deleted fails nothing, and a mistake that was deleted is missed by nobody. So `dltutor author lint
--accept` writes down what there was when all was well, and lint names whatever is gone since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tutor.authoring.lint import reading, where
from tutor.authoring.lint.answersfile import misspelt, names_of
from tutor.authoring.lint.checkfile import checks_of
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read, open_course, read_lesson
from tutor.course.model import Chapter, ExerciseStep
from tutor.course.places import ChapterFolders

FILE = "proven.json"
CODES = frozenset({"proven-lost", "proven-new", "proven-missing", "proven-unreadable"})
"""What `--accept` settles."""

NAMES = {
    "checks": "check",
    "wrong": "mistake",
    "right": "right answer",
    "implement": "`implement` entry",
    "forbid": "`forbid` entry",
}
NUMBERS = {"hints": "hint", "points": "point"}


@dataclass(slots=True)
class Inventory:
    """What one chapter has: its step ids, and of each exercise the names of its parts."""

    steps: list[str] = field(default_factory=list)
    exercises: dict[str, dict[str, Any]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As in the file."""
        return {"steps": self.steps, "exercises": self.exercises}


class Wrong(ValueError):
    """An inventory that can't be understood."""


def file_of(folders: ChapterFolders) -> Path:
    return folders.solutions / FILE


def take(read: Read, wanted: frozenset[str] | None = None) -> Inventory:
    """What is there now: all step ids, and what the (wanted) exercises have."""
    found = Inventory()
    for _, step in read.steps:
        found.steps.append(step.id)
        if isinstance(step, ExerciseStep) and (wanted is None or step.id in wanted):
            found.exercises[step.id] = _parts(read.folders, step)
    return found


def load(file: Path) -> Inventory | None:
    """What was written; None where nothing was. Wrong, or reading.Unreadable."""
    if not file.exists():
        return None
    try:
        stored = json.loads(reading.text(file))
        found = Inventory([str(each) for each in stored["steps"]], dict(stored["exercises"]))
        for parts in found.exercises.values():
            if not all(isinstance(parts.get(name, []), list) for name in NAMES):
                raise TypeError
            if not all(isinstance(parts.get(name, 0), int) for name in NUMBERS):
                raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Wrong(str(error)) from None
    return found


def write(course_root: Path, chapter: Chapter | str) -> Path:
    """Writes the inventory of a chapter (or of that called `ch10`) as it is now. UnknownTarget, OSError."""
    course, _, _ = open_course(course_root)
    read = read_lesson(course, course.name_of(chapter if isinstance(chapter, str) else chapter.name))
    file = file_of(read.folders)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(take(read).to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def findings(read: Read, wanted: frozenset[str] | None, house: bool) -> Iterator[Finding]:
    """What is gone; under the house rules also what is not yet written down. `wanted` are the steps to look at."""
    file = file_of(read.folders)
    accept = f"`dltutor author lint {read.id} --accept`"
    try:
        proven = load(file)
    except reading.Unreadable as error:
        yield Finding(file, error.line, "proven-unreadable", f"{read.id}: {error}, or write it anew with {accept}")
        return
    except Wrong:
        say = f"{read.id}: {FILE} is no inventory of proven things; restore it, or write it anew with {accept}"
        yield Finding(file, 1, "proven-unreadable", say)
        return
    if read.chapter is None:
        return
    now = take(read, wanted)
    if proven is None:
        if house and now.exercises and wanted is None:
            say = f"{read.id} has no {FILE}, so a check or a mistake could vanish unnoticed; write it with {accept}"
            yield Finding(read.file, 1, "proven-missing", say, "house")
        return
    yield from _lost(read, proven, now, wanted, accept)
    if house:
        yield from _new(read, proven, now, wanted, accept)


def _parts(folders: ChapterFolders, step: ExerciseStep) -> dict[str, Any]:
    stem = Path(step.file).stem
    try:
        checks = list(checks_of(reading.tree(folders.checks / f"test_{stem}.py")))
    except reading.Unreadable:
        checks = []
    names = names_of(folders.answers / f"{stem}.yaml")
    return {
        "checks": checks,
        "wrong": names["wrong"],
        "right": names["right"],
        "implement": list(step.implement),
        "forbid": list(step.forbid),
        "hints": len(step.hints),
        "points": step.points,
    }


def _lost(
    read: Read, proven: Inventory, now: Inventory, wanted: frozenset[str] | None, accept: str
) -> Iterator[Finding]:
    faulty = {read.step_id(index) for index in read.faulty if index is not None}
    for step in proven.steps:
        if step in now.steps or step in faulty or not (wanted is None or step in wanted):
            continue
        say = (
            f"the step `{step}` of {read.id} was proven and is gone; progress is kept by id, so learners lose theirs: "
            f"put it back under this id, or drop it on purpose with {accept}"
        )
        yield Finding(read.file, where.key(read.root, ("steps",)), "proven-lost", say)
    for exercise, parts in proven.exercises.items():
        if exercise in now.exercises and (wanted is None or exercise in wanted):
            yield from _lost_parts(read, exercise, parts, now.exercises[exercise], accept)


def _lost_parts(
    read: Read, exercise: str, before: dict[str, Any], after: dict[str, Any], accept: str
) -> Iterator[Finding]:
    address = f"{read.id}/{exercise}"
    index, step = next((index, step) for index, step in read.exercises if step.id == exercise)
    elsewhere = misspelt(read.folders.answers / f"{Path(step.file).stem}.yaml")
    for part, word in NAMES.items():
        for name in before.get(part, []) if part not in elsewhere else ():
            if name not in after[part]:
                file, line = _place(read, exercise, part)
                say = f"the {word} `{name}` of {address} was proven and is gone"
                mend = f"put it back, or drop it on purpose with {accept}"
                yield Finding(file, line, "proven-lost", f"{say}: {mend}")
    for part, word in NUMBERS.items():
        had, has = before.get(part, 0), after[part]
        if has < had and index not in read.faulty:
            file, line = _place(read, exercise, part)
            say = f"{address} had {had} {word}{'s' if had != 1 else ''} when it was proven, and has {has}"
            mend = f"put the {word}s back, or drop them on purpose with {accept}"
            yield Finding(file, line, "proven-lost", f"{say}: {mend}")


def _new(
    read: Read, proven: Inventory, now: Inventory, wanted: frozenset[str] | None, accept: str
) -> Iterator[Finding]:
    for step in now.steps:
        if step not in proven.steps and (wanted is None or step in wanted):
            say = f"the step `{step}` of {read.id} is not in {FILE} yet; take it in with {accept}"
            line = where.key(read.root, ("steps", where.step_index(read.root, step) or 0))
            yield Finding(read.file, line, "proven-new", say, "house")
    for exercise, parts in now.exercises.items():
        before = proven.exercises.get(exercise)
        if before is None or not (wanted is None or exercise in wanted):
            continue
        for part, word in NAMES.items():
            for name in parts[part]:
                if name not in before.get(part, []):
                    say = f"the {word} `{name}` of {read.id}/{exercise} is not in {FILE} yet; take it in with {accept}"
                    file, line = _place(read, exercise, part, name)
                    yield Finding(file, line, "proven-new", say, "house")
        for part, word in NUMBERS.items():
            if parts[part] > before.get(part, 0):
                file, line = _place(read, exercise, part)
                say = f"{read.id}/{exercise} has {parts[part]} {word}s, and {FILE} knows of {before.get(part, 0)}"
                yield Finding(file, line, "proven-new", f"{say}; take them in with {accept}", "house")


def _place(read: Read, exercise: str, part: str, name: str = "") -> tuple[Path, int]:
    """Where a thing stands, or would stand if it were not gone."""
    index, step = next((index, step) for index, step in read.exercises if step.id == exercise)
    stem = Path(step.file).stem
    if part == "checks":
        file = read.folders.checks / f"test_{stem}.py"
        return file, where.definition(file, name)
    if part in ("wrong", "right"):
        file = read.folders.answers / f"{stem}.yaml"
        return file, where.answer(file, part, name)
    return read.file, where.key(read.root, ("steps", index, part))
