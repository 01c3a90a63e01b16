"""Runs a script with the reference, and a training once more with every mistake of its `whatif`.

A target must be met within the step's minutes, what was recorded must still come out, and a mistake must change it the
way it was recorded. Where none does, the stubs must not do as well. The runs go one after the other: each already uses
every core but one. What ran with the same files is remembered, except a reference's run that was not as it should be: a
busy machine or a network may be to blame, so that is tried again.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tutor.authoring.lint import leavings, where
from tutor.authoring.lint.cache import Cache, key_of
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.outcomes import Result, about_chance, about_mistake, about_recording, about_reference
from tutor.authoring.stamps import changed, stamps
from tutor.checking.forkparent import ForkParent
from tutor.checking.job import uses_of
from tutor.course import Chapter, Course
from tutor.course.model import RunStep, TrainStep
from tutor.training.record import longest, run_once
from tutor.training.recorded import file_of, load
from tutor.training.targets import met

SEED = 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run: of the reference, or with one mistake in it (`subject`). `target` names the metrics that the lesson
    bounds; `ok` is whether the run did what it should."""

    id: str
    subject: str
    metrics: dict[str, float]
    target: tuple[str, ...]
    seconds: float
    ok: bool

    def to_json(self) -> dict[str, Any]:
        """As `author lint --json` has it; a number that is not finite is text."""
        metrics = {name: value if math.isfinite(value) else str(value) for name, value in self.metrics.items()}
        fields = {"id": self.id, "subject": self.subject, "metrics": metrics}
        return fields | {"seconds": self.seconds, "ok": self.ok}


def run_script(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    parent: ForkParent,
    cache: Cache,
    *,
    twice: bool = False,
) -> Iterator[tuple[RunRow, list[Finding]]]:
    """A row and its findings for the reference's run, and for the run with each mistake of the `whatif`; `twice` asks
    whether a training comes out the same with the same seed."""
    lesson = course.folders(chapter.name).lesson
    address = chapter.address(step)
    look = partial(_run, course, chapter, step, parent, cache)
    result = look()
    recorded = load(course, chapter, step)
    said = list(about_reference(address, step, result))
    if twice and isinstance(step, TrainStep) and not result.fault:
        said += about_chance(address, result, look(again=1))
    found = _findings(lesson, step, "script", said)
    if recorded is not None and not result.fault:
        file = file_of(course, chapter, step)
        found += [Finding(file, 1, "record-stale", *rest) for rest in about_recording(address, file, result, recorded)]
    yield _row(address, step, "reference", result, not said), found
    if result.fault or not isinstance(step, TrainStep):
        return  # nothing to compare a mistake with
    effect = False
    for index, mistake in enumerate(step.whatif):
        other = look(mistake)
        effect = effect or bool(other.fault) or other.metrics != result.metrics
        said = list(about_mistake(address, step, mistake, result, other, recorded))
        yield _row(address, step, mistake, other, not said), _findings(lesson, step, f"whatif[{index}]", said)
    if not effect and chapter.exercises and met(result.metrics, step.target):
        other = look(stubs=True)
        if not other.fault and met(other.metrics, step.target):
            say = (
                f"{address}: the target is met with the unfinished stubs; let {step.script} use what the learner wrote"
            )
            yield (
                _row(address, step, "the stubs", other, False),
                _findings(lesson, step, "script", [("idle-train", say)]),
            )


def _run(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    parent: ForkParent,
    cache: Cache,
    mistake: str | None = None,
    *,
    stubs: bool = False,
    again: int = 0,
) -> Result:
    subject = "the stubs" if stubs else mistake
    key = key_of(_files(course, chapter, step, stubs), "run", step.script, subject, SEED, again)
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        remembered = cache.get(key)
        metrics = {name: float(value) for name, value in remembered["metrics"].items()}
        return Result(metrics, float(remembered["seconds"]), str(remembered["fault"]))
    before = stamps(course.root)
    try:
        measured = run_once(course, chapter, step, parent, seed=SEED, mistake=mistake, stubs=stubs)
    except (OSError, ValueError, LookupError) as error:  # a mistake that no longer fits, a file that is gone
        return Result({}, 0.0, str(error))
    files = changed(before, stamps(course.root))
    left = leavings.of_script(course, chapter.address(step), files) if files else ""
    result = Result(measured.metrics, round(measured.seconds, 2), measured.fault, left)
    other = stubs or mistake is not None
    timely = measured.seconds < longest(step) if other else not list(about_reference("", step, result))
    if timely and not left:
        texts = {name: str(value) for name, value in result.metrics.items()}
        cache.put(key, {"metrics": texts, "seconds": result.seconds, "fault": result.fault})
    return result


def _files(course: Course, chapter: Chapter, step: TrainStep | RunStep, with_stubs: bool = False) -> list[Path]:
    """Every file that a run may read, apart from the program's own data."""
    found = []
    owners = {chapter.name: chapter} | {home.name: home for home, _ in uses_of(course, chapter, step)}
    for exercise in chapter.exercises:
        owners |= {home.name: home for home, _ in uses_of(course, chapter, exercise)}
    for home in owners.values():
        stubs = set() if with_stubs else {each.file for each in home.exercises}
        folder = course.exercises_dir(home)
        found += [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name not in stubs]
        found += [course.reference(home, each) for each in home.exercises]
        found += [course.answers_file(home, each) for each in home.exercises]
    return [file for file in found if "__pycache__" not in file.parts]


def _row(address: str, step: TrainStep | RunStep, subject: str, result: Result, ok: bool) -> RunRow:
    target = tuple(step.target) if isinstance(step, TrainStep) else ()
    return RunRow(address, subject, result.metrics, target, result.seconds, ok)


def _findings(lesson: Path, step: TrainStep | RunStep, key: str, said: list[tuple[str, str]]) -> list[Finding]:
    line = where.step(lesson, step.id, key)
    return [Finding(lesson, line, code, say, "house" if code == "unrepeatable" else "sound") for code, say in said]
