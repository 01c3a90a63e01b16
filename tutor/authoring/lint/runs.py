"""Runs a script with the reference, and a training once more with every mistake of its `whatif`.

A target must be met within the step's minutes, what was recorded must still come out, and a mistake must change it the
way it was recorded. Where none does, the stubs must not do as well. The runs go one after the other: each already uses
every core but one. What ran with the same files is remembered, except a reference's run that was not as it should be: a
busy machine or a network may be to blame, so that is tried again.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tutor.authoring.lint import leavings, where
from tutor.authoring.lint.cache import Cache, key_of
from tutor.authoring.lint.finding import Finding, Level
from tutor.authoring.stamps import changed, stamps
from tutor.checking.forkparent import ForkParent
from tutor.checking.job import uses_of
from tutor.course import Chapter, Course
from tutor.course.model import RunStep, TrainStep
from tutor.course.nearest import did_you_mean
from tutor.training.record import longest, run_once
from tutor.training.recorded import Recorded, file_of, load
from tutor.training.targets import Spread, met

SEED = 0
_ROUNDING = 1e-4  # threads may add up in another order


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


@dataclass(frozen=True, slots=True)
class _Result:
    """What one run came to; `fault` says why it failed, `left` what it wrote into the course."""

    metrics: dict[str, float]
    seconds: float
    fault: str
    left: str = ""


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
    said = list(_about_reference(address, step, result))
    if twice and isinstance(step, TrainStep) and not result.fault:
        said += _about_chance(address, result, look(again=1))
    found = _findings(lesson, step, "script", said)
    if recorded is not None and not result.fault:
        file = file_of(course, chapter, step)
        found += [Finding(file, 1, "record-stale", *rest) for rest in _about_recording(address, file, result, recorded)]
    yield _row(address, step, "reference", result, not said), found
    if result.fault or not isinstance(step, TrainStep):
        return  # nothing to compare a mistake with
    effect = False
    for index, mistake in enumerate(step.whatif):
        other = look(mistake)
        effect = effect or bool(other.fault) or other.metrics != result.metrics
        said = list(_about_mistake(address, step, mistake, result, other, recorded))
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


def _about_reference(address: str, step: TrainStep | RunStep, result: _Result) -> Iterator[tuple[str, str]]:
    if result.left:
        yield "leaves-files", result.left
    if result.fault:
        fault = " ".join(result.fault.split())
        yield "run-failed", f"{address}: mend {step.script}, which fails with the reference: {fault}"
    elif isinstance(step, TrainStep):
        if not met(result.metrics, step.target):
            yield "target", f"{address}: the reference misses the target: {_against(step, result.metrics)}"
        if result.seconds > 60 * step.minutes:
            took = f"took {result.seconds:.0f} s, and the lesson says {step.minutes:g} min"
            yield "minutes", f"{address}: the reference's run {took}; give it more `minutes`, or less to do"


def _about_chance(address: str, first: _Result, second: _Result) -> Iterator[tuple[str, str]]:
    """Whether a second run with the same seed told the same."""
    for name, value in first.metrics.items():
        if not _close(value, other := second.metrics.get(name, math.nan), _ROUNDING * abs(value)):
            say = f"{address}: two runs with one seed differ: `{name}` is {value:.4g}, then {other:.4g}"
            yield "unrepeatable", f"{say}; begin with `live.seed()`, and draw from random, numpy and torch only"
            return


def _about_recording(address: str, file: Path, result: _Result, recorded: Recorded) -> Iterator[tuple[str, Level]]:
    """Whether what was recorded, with the seed of this run, is what comes out now."""
    mend = f"record it anew with `dltutor author record {address}`"
    if result.metrics.keys() != recorded.metrics.keys():
        both = (recorded.metrics, result.metrics)
        known, now = (", ".join(f"`{name}`" for name in each) or "nothing" for each in both)
        yield f"{address}: {file.name} has {known}, and the script reports {now}; {mend}", "sound"
        return
    for name, then in recorded.metrics.items():
        sd = Spread.of(recorded.seeds[name]).sd if name in recorded.seeds else 0.0
        if not _close(result.metrics[name], then, max(3 * sd if math.isfinite(sd) else 0.0, 0.01 * abs(then))):
            say = f"{address}: `{name}` is {_number(result.metrics, name)}, and {file.name} says {then:.4g}"
            yield f"{say}; {mend}", "house"


def _close(value: float, other: float, margin: float) -> bool:
    if math.isfinite(value) and math.isfinite(other):
        return abs(value - other) <= margin
    return not math.isfinite(value) and not math.isfinite(other)


def _about_mistake(
    address: str, step: TrainStep, mistake: str, reference: _Result, other: _Result, recorded: Recorded | None
) -> Iterator[tuple[str, str]]:
    nothing = f"{address}: `{mistake}` changes nothing that the script reports; take it out of `whatif`"
    if recorded is None or mistake not in recorded.whatif:  # which the house rules ask for
        if not other.fault and other.metrics == reference.metrics:
            yield "whatif", f"{nothing}, or let the script use that exercise"
        return
    known = recorded.whatif[mistake]
    mend = f"measure again with `dltutor author record {address.partition('/')[0]}`"
    if bool(known) == bool(other.fault):
        was = f"was recorded as running, and fails: {other.fault}" if known else "was recorded as failing, and runs"
        yield "whatif", f"{address}: the run with `{mistake}` {was}; {mend}"
    elif known:
        for name in step.target:
            margin = 3 * Spread.of(recorded.seeds[name]).sd if name in recorded.seeds else 0.0
            then = _side(known.get(name), recorded.metrics.get(name), margin)
            now = _side(other.metrics.get(name), reference.metrics.get(name), margin)
            if then != now:
                say = (
                    f"with `{mistake}`, `{name}` is {_number(other.metrics, name)}; {_number(known, name)} was recorded"
                )
                yield "whatif", f"{address}: {say} (reference {_number(reference.metrics, name)}); {mend}"
        if not any(_side(known.get(name), recorded.metrics.get(name), 0) for name in recorded.metrics):
            yield "whatif", f"{nothing}, or let the script use that exercise"


def _side(value: float | None, reference: float | None, margin: float) -> int:
    """Whether the value lies below (-1), above (1) or at the reference's; 2 where there is none."""
    if value is None or reference is None or not math.isfinite(value):
        return 2
    return 0 if abs(value - reference) <= margin else 1 if value > reference else -1


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
) -> _Result:
    subject = "the stubs" if stubs else mistake
    key = key_of(_files(course, chapter, step, stubs), "run", step.script, subject, SEED, again)
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        remembered = cache.get(key)
        metrics = {name: float(value) for name, value in remembered["metrics"].items()}
        return _Result(metrics, float(remembered["seconds"]), str(remembered["fault"]))
    before = stamps(course.root)
    try:
        measured = run_once(course, chapter, step, parent, seed=SEED, mistake=mistake, stubs=stubs)
    except (OSError, ValueError, LookupError) as error:  # a mistake that no longer fits, a file that is gone
        return _Result({}, 0.0, str(error))
    files = changed(before, stamps(course.root))
    left = leavings.of_script(course, chapter.address(step), files) if files else ""
    result = _Result(measured.metrics, round(measured.seconds, 2), measured.fault, left)
    other = stubs or mistake is not None
    timely = measured.seconds < longest(step) if other else not list(_about_reference("", step, result))
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


def _row(address: str, step: TrainStep | RunStep, subject: str, result: _Result, ok: bool) -> RunRow:
    target = tuple(step.target) if isinstance(step, TrainStep) else ()
    return RunRow(address, subject, result.metrics, target, result.seconds, ok)


def _findings(lesson: Path, step: TrainStep | RunStep, key: str, said: list[tuple[str, str]]) -> list[Finding]:
    line = where.step(lesson, step.id, key)
    return [Finding(lesson, line, code, say, "house" if code == "unrepeatable" else "sound") for code, say in said]


def _against(step: TrainStep, metrics: dict[str, float]) -> str:
    """What each bounded metric came to, and where one is not reported, what is."""
    told = [f"{name} {_number(metrics, name)} ({bound})" for name, bound in step.target.items()]
    if missing := [name for name in step.target if name not in metrics]:
        reported = ", ".join(f"`{name}`" for name in metrics) or "nothing"
        told[-1] += f"; the script reports {reported}{did_you_mean(missing[0], metrics)}"
    return ", ".join(told)


def _number(metrics: Mapping[str, float], name: str) -> str:
    return f"{metrics[name]:.4g}" if name in metrics else "not reported"
