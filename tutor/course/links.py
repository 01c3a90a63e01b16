"""What one chapter says of others: `needs`, `uses`, `whatif` and `terms` name what exists; nothing goes in a circle.

Plain functions over the dataclasses, cheap enough to run on every load; positions are found only when there is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tutor.course.model import Chapter, ExerciseStep, Step, TrainStep
from tutor.course.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem before it has a position: `place` is inside the chapter's step number `step`, or inside its file."""

    step: int | None
    place: tuple[str | int, ...]
    code: str
    message: str


class Neighbours(Protocol):
    """The other chapters, by id."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of every lesson file there is, in order."""

    def sound(self, chapter_id: str) -> Chapter | None:
        """The chapter; None where it is broken itself, which is then its own problem."""


def find_faults(chapter: Chapter, others: Neighbours, ids: frozenset[str] = frozenset()) -> list[Fault]:
    """`ids` are steps of this chapter that exist but could not be read."""
    faults = list(_needs(chapter, others))
    for index, step in enumerate(chapter.steps):
        for number, use in enumerate(uses(step)):
            if say := _use(chapter, step, use, others, ids):
                faults.append(Fault(index, ("uses", number), "bad-use", say))
        if isinstance(step, TrainStep):
            for number, name in enumerate(step.whatif):
                if say := _whatif(chapter, step, name, others, ids):
                    faults.append(Fault(index, ("whatif", number), "bad-whatif", say))
    return [*faults, *_terms(chapter, ids), *_circles(chapter, others)]


def uses(step: Step) -> tuple[str, ...]:
    """What a step builds on; steps of some kinds never do."""
    return getattr(step, "uses", ())


def below(chapter: Chapter, others: Neighbours) -> tuple[Chapter, ...]:
    """The chapters whose exercises its steps build on, and those that these build on, as far as they are sound."""
    found: dict[str, Chapter] = {}
    waiting = [chapter]
    while waiting:
        for step in waiting.pop().steps:
            for use in uses(step):
                other = use.rpartition("/")[0]
                if other in ("", chapter.id, *found) or other not in others.ids:
                    continue
                if (home := others.sound(other)) is not None:
                    found[other] = home
                    waiting.append(home)
    return tuple(found.values())


def _needs(chapter: Chapter, others: Neighbours) -> Iterator[Fault]:
    for index, need in enumerate(chapter.needs):
        if need == chapter.id:
            yield Fault(None, ("needs", index), "bad-need", "a chapter can't need itself")
        elif need not in others.ids:
            yield Fault(None, ("needs", index), "bad-need", _no_chapter(chapter, need, others))
        elif back := _way_back(chapter.id, need, others):
            yield Fault(None, ("needs", index), "circle", f"chapters need each other in a circle: {' → '.join(back)}")


def _way_back(start: str, need: str, others: Neighbours) -> list[str]:
    """The chapters on the way from `start` over `need` to `start`; empty where there is no such way."""
    ways, seen = [[start, need]], {need}
    while ways:
        way = ways.pop()
        chapter = others.sound(way[-1]) if way[-1] in others.ids else None
        for each in chapter.needs if chapter is not None else ():
            if each == start:
                return [*way, start]
            if each not in seen:
                seen.add(each)
                ways.append([*way, each])
    return []


def _use(chapter: Chapter, step: Step, use: str, others: Neighbours, ids: frozenset[str]) -> str:
    """What is wrong with one entry of `uses`; empty where nothing is."""
    owner: Chapter | None = chapter
    chapter_id, slash, name = use.rpartition("/")
    if slash and chapter_id != chapter.id:
        if chapter_id not in others.ids:
            return _no_chapter(chapter, chapter_id, others)
        owner = others.sound(chapter_id)
        if owner is None:
            return ""
    assert owner is not None
    found = next((each for each in owner.steps if each.id == name), None)
    if found is None:
        known = [each.id for each in owner.exercises]
        here = owner is chapter
        if here and name in ids:
            return ""
        return f"{owner.id} has no exercise `{name}`{did_you_mean(name, known)}"
    if found is step:
        return "an exercise can't use itself"
    if not isinstance(found, ExerciseStep):
        return f"`{name}` is a {found.kind} step; only exercises can be used"
    return ""


def _whatif(chapter: Chapter, step: Step, name: str, others: Neighbours, ids: frozenset[str]) -> str:
    exercise, colon, mistake = name.rpartition(":")
    if not colon or not exercise or not mistake:
        return f"`{name}` is no exercise with a mistake; write it like masked-softmax:mask-after-softmax"
    return _use(chapter, step, exercise, others, ids)


def _terms(chapter: Chapter, ids: frozenset[str]) -> Iterator[Fault]:
    known = [step.id for step in chapter.steps]
    for index, term in enumerate(chapter.terms):
        if term.step not in known and term.step not in ids:
            say = f"{chapter.id} has no step `{term.step}`{did_you_mean(term.step, known)}"
            yield Fault(None, ("terms", index, "step"), "bad-term", say)


def _circles(chapter: Chapter, others: Neighbours) -> Iterator[Fault]:
    """Exercises that use each other in a circle, each circle once, at the first of its steps in this chapter."""
    told: set[frozenset[tuple[str, str]]] = set()
    for index, step in enumerate(chapter.steps):
        for number, use in enumerate(uses(step)):
            way = _circle(chapter, step, use, others)
            if len(way) > 2 and (members := frozenset(way)) not in told:
                told.add(members)
                names = [name if owner == chapter.id else f"{owner}/{name}" for owner, name in way]
                say = f"exercises use each other in a circle: {' → '.join(names)}"
                yield Fault(index, ("uses", number), "circle", say)


def _circle(chapter: Chapter, step: Step, use: str, others: Neighbours) -> list[tuple[str, str]]:
    start = (chapter.id, step.id)
    first = _target(chapter.id, use)
    ways, seen = [[start, first]], {first}
    while ways:
        way = ways.pop()
        if way[-1] == start:
            return way
        owner_id, name = way[-1]
        owner = chapter if owner_id == chapter.id else others.sound(owner_id) if owner_id in others.ids else None
        found = next((each for each in owner.steps if each.id == name), None) if owner is not None else None
        for each in uses(found) if found is not None else ():
            target = _target(owner_id, each)
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []


def _target(chapter_id: str, use: str) -> tuple[str, str]:
    owner, _, name = use.rpartition("/")
    return owner or chapter_id, name


def _no_chapter(chapter: Chapter, name: str, others: Neighbours) -> str:
    return f"there is no chapter `{name}`{did_you_mean(name, [each for each in others.ids if each != chapter.id])}"
