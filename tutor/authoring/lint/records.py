"""The recorded runs beside a chapter's scripts (`train.json`): can they be read, does the lesson agree with them?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.course.model import RunStep, TrainStep
from tutor.training.madeof import differing, exists, made_of
from tutor.training.recorded import Recorded, file_of
from tutor.training.targets import Spread

FEWEST_SEEDS = 10
MOST_NAMES = 3


def findings(read: Read, wanted: frozenset[str] | None, house: bool) -> Iterator[Finding]:
    """Of the scripts of the wanted steps."""
    for index, step in read.steps:
        if not isinstance(step, RunStep | TrainStep) or index in read.faulty or read.chapter is None:
            continue
        if wanted is not None and step.id not in wanted:
            continue
        file = file_of(read.course, read.chapter, step)
        address = f"{read.id}/{step.id}"
        mend = f"record it with `dltutor author record {address}`"
        if not file.exists():
            if house and isinstance(step, TrainStep):
                say = f"{address} has no recorded run {file.name} to compare with; {mend}"
                yield read.finding(("steps", index, "script"), "not-recorded", say, house=True)
            continue
        try:
            recorded = Recorded.from_json(json.loads(reading.text(file)))
        except reading.Unreadable as error:
            yield Finding(file, error.line, "bad-record", f"{address}: {error}, or {mend}")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
            yield Finding(file, line, "bad-record", f"{address}: {file.name} is no recorded run; {mend}")
        else:
            yield from _gone(read, step, recorded, file)
            if house:
                yield from _stale(read, step, recorded, file)
            if house and isinstance(step, TrainStep):
                yield from _against(read, index, step, recorded, file)


def _gone(read: Read, step: RunStep | TrainStep, recorded: Recorded, file: Path) -> Iterator[Finding]:
    """Mistakes that were recorded and that no exercise has any more."""
    assert read.chapter is not None
    for mistake in recorded.whatif:
        if not exists(read.course, read.chapter, mistake):
            say = f"{read.id}/{step.id}: {file.name} is of another course: no exercise has a mistake `{mistake}`"
            yield Finding(file, 1, "record-stale", f"{say}; {_anew(read, step)}")


def _stale(read: Read, step: RunStep | TrainStep, recorded: Recorded, file: Path) -> Iterator[Finding]:
    """Files that are others than those the recording was made with."""
    assert read.chapter is not None
    address = f"{read.id}/{step.id}"
    if not recorded.made_of:
        say = f"{address}: {file.name} doesn't say with which files it was measured; {_anew(read, step)}"
        yield Finding(file, 1, "record-stale", say, "house")
    elif changed := differing(recorded.made_of, made_of(read.course, read.chapter, step)):
        names = ", ".join(f"`{name}`" for name in changed[:MOST_NAMES])
        names += f" and {len(changed) - MOST_NAMES} more" if len(changed) > MOST_NAMES else ""
        say = f"{address}: {names} changed since {file.name} was measured; {_anew(read, step)}"
        yield Finding(file, 1, "record-stale", say, "house")


def _anew(read: Read, step: RunStep | TrainStep) -> str:
    return f"record it anew with `dltutor author record {read.id}/{step.id}`"


def _against(read: Read, index: int, step: TrainStep, recorded: Recorded, file: Path) -> Iterator[Finding]:
    """What the lesson says of a training, held against what was measured."""
    assert read.chapter is not None
    address = f"{read.id}/{step.id}"
    mend = _anew(read, step)
    for metric, bound in step.target.items():
        place = ("steps", index, "target", metric)
        values = recorded.seeds.get(metric, [])
        if metric not in recorded.metrics or not values:
            known = ", ".join(f"`{name}`" for name in recorded.metrics) or "nothing"
            say = f"{address}: the target names `{metric}`, but {file.name} has {known}; mend the name, or {mend}"
            yield read.finding(place, "target-not-recorded", say, house=True)
            continue
        if len(values) < FEWEST_SEEDS:
            say = (
                f"{address}: `{metric}` was recorded with {len(values)} seeds, and {FEWEST_SEEDS} is the least; {mend}"
            )
            yield Finding(file, 1, "few-seeds", say, "house")
        elif not (spread := Spread.of(values)).allows(bound):
            say = f"{address}: `{metric}` asks {bound}, which an honest run may miss; {len(values)} seeds allow"
            yield read.finding(place, "tight-target", f"{say} {spread}: {spread.instead(bound)}", house=True)
    for number, mistake in enumerate(step.whatif):
        entry = ("steps", index, "whatif", number)
        if mistake not in recorded.whatif:
            say = f"{address}: what `{mistake}` does to the training was never recorded; {mend}"
            yield read.finding(entry, "whatif-not-recorded", say, house=True)
        elif recorded.whatif[mistake] == recorded.metrics:
            say = (
                f"{address}: with the mistake `{mistake}` the recorded result is the reference's own; name another one"
            )
            yield read.finding(entry, "whatif-without-effect", say, house=True)
    for mistake in recorded.whatif:
        if mistake not in step.whatif and exists(read.course, read.chapter, mistake):
            say = f"{address}: {file.name} has the mistake `{mistake}`, which `whatif` doesn't name"
            say += f"; name it there, or {mend}"
            yield read.finding(("steps", index, "whatif"), "whatif-gone", say, house=True)
