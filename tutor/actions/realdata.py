"""Real data in the place of a script's own: what a step offers of it, and why a run with it can't start."""

from __future__ import annotations

from dataclasses import dataclass

from tutor import downloads
from tutor.course import Chapter, Course, CourseError
from tutor.course.model import RunStep, TrainStep
from tutor.course.nearest import nearest
from tutor.downloads import table
from tutor.learner.refused import WrongUsage


@dataclass(frozen=True, slots=True)
class RealData:
    """One set that a step can use. `title` is its name for people, `command` what fetches its `megabytes`."""

    name: str
    title: str
    here: bool
    megabytes: str
    command: str


def offered(step: TrainStep | RunStep) -> tuple[RealData, ...]:
    """Everything that the step can use, in the lesson's order."""
    return tuple(
        RealData(
            name,
            table.TABLE[name].title,
            downloads.find(name) is not None,
            table.TABLE[name].megabytes,
            downloads.command(name),
        )
        for name in step.data
    )


def wanted(course: Course, chapter: Chapter, step: TrainStep | RunStep, name: str) -> str:
    """The same name, if the step can use that data and it is here; else WrongUsage. Nothing is fetched unasked."""
    if name not in step.data:
        raise WrongUsage(_not_here(course, chapter, step, name))
    if downloads.find(name) is None:
        raise WrongUsage(downloads.missing(name))
    return name


def _not_here(course: Course, chapter: Chapter, step: TrainStep | RunStep, name: str) -> str:
    address = chapter.address(step)
    if near := nearest(name, step.data):
        return f"{address} knows no data called {name!r}. Did you mean `--data {near}`?"
    if step.data:
        return f"{address} can't use {name!r}; it can use {', '.join(step.data)}."
    where = _who_can(course, chapter, name)
    also = f" {where} can." if where else ""
    return f"{address} has no use for other data than its own.{also}"


def _who_can(course: Course, chapter: Chapter, name: str) -> str:
    """The first step that can use it, in this chapter or else in any."""
    found = users(course, name)
    return next((each for each in found if each.startswith(f"{chapter.id}/")), next(iter(found), ""))


def users(course: Course, name: str) -> list[str]:
    """The addresses of the steps that look for what is fetched under this name: data, or trained weights."""
    found = []
    for each in course.ids:
        try:
            home = course.chapter(each)
        except CourseError:
            continue
        named = [step for step in home.steps if name in (*getattr(step, "data", ()), *getattr(step, "weights", ()))]
        found += [home.address(step) for step in named]
    return found
