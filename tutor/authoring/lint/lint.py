"""The whole of lint: reading, trying, training, in this order, over one course or the chapters and exercises named."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tutor.authoring.lint import inventory, leavings
from tutor.authoring.lint.cache import Cache
from tutor.authoring.lint.causes import without_consequences
from tutor.authoring.lint.finding import Finding, Row
from tutor.authoring.lint.lessons import open_course
from tutor.authoring.lint.proofs import Trying, prove
from tutor.authoring.lint.runs import RunRow, run_script
from tutor.authoring.lint.static import Exercises, look_at
from tutor.authoring.stamps import changed, stamps
from tutor.checking.forkparent import ForkParent, start
from tutor.course import Chapter, Course, CourseError
from tutor.course.model import RunStep, TrainStep

Script = tuple[Chapter, TrainStep | RunStep]
Told = Callable[[str, int, int], None]
"""Hears what is being done, and how much of how much is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to look at. `strict` asks for the house rules whatever the course says; `seed` fixes the further seeds,
    which are others each day without it; `fresh` trusts nothing that was remembered."""

    train: bool = True
    mutate: bool = False
    strict: bool = False
    seed: int | None = None
    fresh: bool = False


@dataclass(slots=True)
class Report:
    """Everything that lint found. `house` tells whether the house rules were asked for."""

    root: Path
    house: bool
    findings: list[Finding] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    runs: list[RunRow] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """The document that `author lint --json` prints."""
        return {
            "schema": 1,
            "clean": self.clean,
            "problems": [finding.to_json(self.root) for finding in self.findings],
            "exercises": [row.to_json() for row in self.rows],
            "runs": [run.to_json() for run in self.runs],
            "seconds": round(self.seconds, 1),
        }


def lint(root: Path, targets: Sequence[str], options: Options, told: Told = lambda what, done, of: None) -> Report:
    """Looks at the course in the folder `root`; at `ch10` or `ch10/dot-score` alone where `targets` names some."""
    started = time.monotonic()
    report = Report(root, options.strict or _asks_for_house_rules(root))
    parent = start()  # it imports torch while the files are read
    try:
        seen = look_at(root, targets, True if options.strict else None)
        found, exercises = list(seen.findings), seen.provable
        course = open_course(root)[0]
        scripts = _scripts(course, targets) if options.train else []
        if exercises or scripts:
            parent.preload()
            tried = _try(report, course, exercises, options, parent, told)
            tried += _train(report, course, scripts, options, parent, told)
            found += without_consequences(found, tried, course, exercises)
    finally:
        parent.close()
    report.findings = sorted({each for each in found if report.house or each.level == "sound"})
    report.seconds = time.monotonic() - started
    return report


def accept(report: Report, targets: Sequence[str]) -> list[Path]:
    """Writes down what is proven now, so that it can't vanish unnoticed; the files written.

    Nothing where anything else is wrong: what is not in the inventory, or is gone from it, is what this accepts.
    """
    if any(each.code not in inventory.CODES for each in report.findings):
        return []
    return [inventory.write(report.root, chapter.name) for chapter in _chapters(open_course(report.root)[0], targets)]


def _try(
    report: Report,
    course: Course,
    exercises: Exercises,
    options: Options,
    parent: ForkParent,
    told: Told,
) -> list[Finding]:
    processes = min(_cores(), len(exercises)) or 1
    trying = Trying(mutate=options.mutate, first_seed=options.seed, processes=processes)
    done, found, before = 0, list[Finding](), stamps(report.root)

    def count(address: str) -> None:
        nonlocal done
        done += 1
        told(f"tried {address}", done, len(exercises))

    cache = Cache(read=not options.fresh)
    for row, findings in prove(course, exercises, trying, parent, cache, count):
        report.rows.append(row)
        found += findings
    if left := changed(before, stamps(report.root)):
        found += leavings.of_checks(course, left, exercises)
        cache.forget()
    cache.drop_old()
    return found


def _train(
    report: Report, course: Course, scripts: list[Script], options: Options, parent: ForkParent, told: Told
) -> list[Finding]:
    found, cache = list[Finding](), Cache(read=not options.fresh)
    for number, (chapter, step) in enumerate(scripts):
        told(f"runs {chapter.address(step)}", number, len(scripts))
        for run, findings in run_script(course, chapter, step, parent, cache, twice=options.mutate):
            report.runs.append(run)
            found += findings
    return found


def _scripts(course: Course, targets: Sequence[str]) -> list[Script]:
    """Every training and demonstration of the chapters that are named, or those named themselves."""
    return [
        (chapter, step)
        for chapter in _chapters(course, targets)
        for step in chapter.steps
        if isinstance(step, TrainStep | RunStep) and _is_named(chapter, step.id, targets)
    ]


def _is_named(chapter: Chapter, step_id: str, targets: Sequence[str]) -> bool:
    return not targets or any(
        target.partition("/")[0] in (chapter.id, chapter.name) and target.partition("/")[2] in ("", step_id)
        for target in targets
    )


def _chapters(course: Course, targets: Sequence[str]) -> list[Chapter]:
    """The sound chapters that are named, or some of whose steps are."""
    named = {target.partition("/")[0] for target in targets}
    return [each for each in course.chapters if not named or each.id in named or each.name in named]


def _asks_for_house_rules(root: Path) -> bool:
    try:
        return Course.open(root).rules == "full"
    except CourseError:
        return False


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
