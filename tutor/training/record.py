"""Measure how a training script does, for authors:

    python -m tutor.training.record ch10/train [--seeds 10] [--course DIR]

Runs the reference with the seeds 0, 1, 2, ..., then once with each mistake that the step's `whatif` names, writes what
came out to `solutions/<chapter>/<script>.json`, and prints what a target may ask.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from tutor.checking.forkparent import ForkParent, start
from tutor.course import Chapter, Course, CourseError, RunStep, TrainStep, UnknownTarget
from tutor.training.plan import plan_run
from tutor.training.recorded import Curves, Metrics, Recorded, file_of
from tutor.training.runner import TrainingRun
from tutor.training.targets import Spread
from tutor.training.threads import threads


class ScriptFailed(Exception):
    """The reference's run did not get to its end; the text says why."""


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
    """
    spread: dict[str, list[float]] = {}
    first: tuple[Metrics, Curves, float] | None = None
    for seed in range(max(1, seeds)):
        metrics, curves, seconds, fault = _run(course, chapter, step, parent, seed=seed)
        if fault:
            raise ScriptFailed(f"{chapter.address(step)} failed with seed {seed}: {fault}")
        say(f"seed {seed}: {_line(metrics)}  ({seconds:.1f} s)")
        first = first or (metrics, curves, seconds)
        for name, value in metrics.items():
            spread.setdefault(name, []).append(value)
    assert first is not None
    whatif: dict[str, Metrics] = {}
    for mistake in step.whatif if isinstance(step, TrainStep) else ():
        metrics, _, seconds, fault = _run(course, chapter, step, parent, seed=0, mistake=mistake)
        whatif[mistake] = {} if fault else metrics
        say(f"{mistake}: {fault or _line(metrics)}  ({seconds:.1f} s)")
    return Recorded(first[0], first[1], spread, whatif, round(first[2], 1), _machine())


def _run(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    parent: ForkParent | None,
    *,
    seed: int,
    mistake: str | None = None,
) -> tuple[Metrics, Curves, float, str]:
    """Metrics, curves, seconds, and what went wrong or nothing."""
    run = TrainingRun(plan_run(course, chapter, step, None, reference=True, mistake=mistake, seed=seed), parent)
    fault = ""
    try:
        for event in run:
            if event["event"] == "failed":
                fault = (
                    f"{event['message']} ({event['file']}, line {event['line']})" if event["file"] else event["message"]
                )
    finally:
        run.close()
    metrics = {name: float(value) for name, value in run.wait()["metrics"].items()}
    return metrics, run.curves, run.seconds, fault


def advice(recorded: Recorded) -> list[str]:
    """What a target may ask of each metric: three standard deviations, at least 0.01, from the mean of the seeds."""
    lines = []
    for name, values in recorded.seeds.items():
        spread = Spread.of(values)
        lines.append(
            f"{name}: mean {spread.mean:.4g}, sd {spread.sd:.2g}, from {min(values):.4g} to {max(values):.4g};"
            f" at_least {_down(spread.at_least)} or at_most {_down(-spread.at_most, -1)}"
        )
    return lines


def _down(value: float, sign: int = 1) -> str:
    return (
        f"{sign * math.floor(value * 1000) / 1000:g}" if math.isfinite(value) else "none: not every run gave a number"
    )


def _line(metrics: Metrics) -> str:
    return "  ".join(f"{name} {value:.4g}" for name, value in metrics.items()) or "no result"


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}, {threads()} of {os.cpu_count()} cores"
    return f"torch {metadata.version('torch')}, Python {platform.python_version()}, {system}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tutor.training.record", description="Measure a training script.")
    parser.add_argument("target", help="a train or run step, such as ch10/train")
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds (10)")
    parser.add_argument("--course", type=Path, default=None, help="the course's folder")
    options = parser.parse_args(arguments)
    try:
        course = Course.open(options.course)
        chapter, step = course.find(options.target)
    except (CourseError, UnknownTarget) as error:
        print(error, file=sys.stderr)
        return 2
    if not isinstance(step, TrainStep | RunStep):
        print(f"{options.target} runs no script; name a train or run step.", file=sys.stderr)
        return 2
    parent = start()
    try:
        recorded = record(
            course, chapter, step, seeds=options.seeds, parent=parent, say=lambda line: print(line, flush=True)
        )
    except ScriptFailed as fault:
        print(fault, file=sys.stderr)
        return 3
    finally:
        parent.close()
    file = file_of(course, chapter, step)
    recorded.save(file)
    print(*advice(recorded), f"Written to {file}.", sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
