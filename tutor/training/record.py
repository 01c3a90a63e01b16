"""Measures how a training script does: the reference with the seeds 0, 1, 2, ..., then once with each mistake that the
step's `whatif` names. `dltutor author record` writes what came out to `solutions/<chapter>/<script>.json`.
"""

from __future__ import annotations

import os
import platform
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from tutor.checking.forkparent import ForkParent
from tutor.course import Chapter, Course, RunStep, TrainStep
from tutor.training.madeof import made_of
from tutor.training.plan import RunPlan, plan_run
from tutor.training.recorded import Curves, Metrics, Recorded
from tutor.training.runner import TrainingRun
from tutor.training.targets import Spread
from tutor.training.threads import threads

_DEMONSTRATION = 300.0  # seconds, for a step that says nothing about its minutes
_PATIENCE = 3  # times the minutes of a training, and no less than a minute: machines differ


class ScriptFailed(Exception):
    """The reference's run did not get to its end; the text says why."""


class NothingReported(Exception):
    """There is nothing to record; the text says so."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run came to. `fault` says why the script failed; empty where it did not."""

    metrics: Metrics
    curves: Curves
    seconds: float  # of the processor: what else the machine does is no matter
    fault: str


def record(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    *,
    seeds: int = 10,
    parent: ForkParent | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Recorded:
    """Runs everything, one after the other, and returns what was measured; `say` hears a line about each run.

    Raises:
        ScriptFailed: a run of the reference failed.
        NothingReported: the script tells no number.
    """
    made = made_of(course, chapter, step)  # as it was before the first run: whoever saves meanwhile records again
    spread: dict[str, list[float]] = {}
    seconds: list[float] = []
    first: Measured | None = None
    for seed in range(max(1, seeds)):
        run = run_once(course, chapter, step, parent, seed=seed)
        if run.fault:
            raise ScriptFailed(f"{chapter.address(step)} failed with seed {seed}: {run.fault}")
        say(f"seed {seed}: {_line(run.metrics)}  ({run.seconds:.1f} s)")
        if not run.metrics and not run.curves:
            raise NothingReported(f"{chapter.address(step)} reports no number (`live.log`, `live.result`)")
        first = first or run
        seconds.append(run.seconds)
        for name, value in run.metrics.items():
            spread.setdefault(name, []).append(value)
    assert first is not None
    whatif: dict[str, Metrics] = {}
    for mistake in step.whatif if isinstance(step, TrainStep) else ():
        run = run_once(course, chapter, step, parent, seed=0, mistake=mistake)
        whatif[mistake] = {} if run.fault else run.metrics
        say(f"{mistake}: {run.fault or _line(run.metrics)}  ({run.seconds:.1f} s)")
    return Recorded(first.metrics, first.curves, spread, whatif, round(fmean(seconds), 1), _machine(), made)


def run_once(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    parent: ForkParent | None,
    *,
    seed: int,
    mistake: str | None = None,
    stubs: bool = False,
) -> Measured:
    """Runs the script with the reference, with one mistake in it, or with the stubs in its place, to its end; one that
    has none is stopped. As with a learner the script lies in a folder of its own, with everything that is beside it."""
    reference = not stubs and mistake is None
    plan = plan_run(course, chapter, step, None, reference=reference, stubs=stubs, mistake=mistake, seed=seed)
    with TemporaryDirectory(prefix="dltutor-run-", ignore_cleanup_errors=True) as folder:
        return _run(replace(plan, script=_copied(course, chapter, Path(folder)) / step.script), step, parent)


def _copied(course: Course, chapter: Chapter, folder: Path) -> Path:
    """The chapter's folder as a learner has it: what a script writes there is not the course's."""
    original = course.exercises_dir(chapter)
    for beside in original.parent.iterdir():
        if beside.is_dir() and beside != original:
            (folder / beside.name).symlink_to(beside)
    rubbish = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(original, folder / chapter.name, ignore=rubbish, ignore_dangling_symlinks=True))


def _run(plan: RunPlan, step: TrainStep | RunStep, parent: ForkParent | None) -> Measured:
    run = TrainingRun(plan, parent)
    fault = ""
    limit = longest(step)
    clock = threading.Timer(limit, run.stop)
    clock.daemon = True
    clock.start()
    try:
        for event in run:
            if event["event"] == "failed":
                at = f" ({event['file']}, line {event['line']})" if event["file"] else ""
                fault = f"{event['message']}{at}"
    finally:
        clock.cancel()
        run.close()
    result = run.wait()
    metrics = {name: float(value) for name, value in result["metrics"].items()}
    if result["ended"] == "stopped":
        fault = f"It was stopped, since it had not ended after {limit:g} seconds."
    return Measured(metrics, run.curves, run.processor_seconds, fault)


def longest(step: TrainStep | RunStep) -> float:
    """How many seconds a run may take before it counts as one that never ends."""
    return max(60.0, _PATIENCE * 60 * step.minutes) if isinstance(step, TrainStep) else _DEMONSTRATION


def advice(recorded: Recorded) -> list[str]:
    """What a target may ask of each metric: three standard deviations, at least 0.01, from the mean of the seeds."""
    lines = []
    for name, values in recorded.seeds.items():
        spread = Spread.of(values)
        seen = f"mean {spread.mean:.4g}, sd {spread.sd:.2g}, from {min(values):.4g} to {max(values):.4g}"
        lines.append(f"{name}: {seen}; a target may ask {spread}")
    return lines


def _line(metrics: Metrics) -> str:
    return "  ".join(f"{name} {value:.4g}" for name, value in metrics.items()) or "no result"


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}, {threads()} of {os.cpu_count()} cores"
    return f"torch {metadata.version('torch')}, Python {platform.python_version()}, {system}"
