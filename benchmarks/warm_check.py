"""How long a learner waits for a verdict, beside a cold pytest of the same checks, in one run.

    python benchmarks/warm_check.py [--runs 9] [ch10 ch04/rnn-cell ...]

Of every exercise of the course, or of those named, the median and the 95th percentile of a warm check (bytes to
verdict), beside the bare import of torch and pytest, and how many times as long `pytest` takes, started cold on the
same check file with the same fixtures. About twelve seconds each.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rows import HEAD, YARDSTICK, Row, percentile

from tutor.checking.checker import Checker
from tutor.checking.job import plan
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

ROOT = Path(__file__).parents[1]
BUDGET, TIMES = 150, 15  # milliseconds on a quiet machine; times as fast as a cold pytest


@dataclass(frozen=True, slots=True)
class Warm:
    """One exercise: milliseconds of its warm checks, and of a cold pytest."""

    address: str
    median: float
    p95: float
    cold: float
    row: Row

    @property
    def faster(self) -> float:
        return self.cold / self.median


def measured(names: Sequence[str] = (), runs: int = 9) -> Iterator[Warm]:
    """Each exercise of the course, or of the chapters and steps that are named."""
    course = Course.open(ROOT)
    with contextlib.closing(Checker()) as checker:
        checker.warm()
        for chapter, step in _wanted(course, names):
            warm = measure_warm(checker, course, chapter, step, runs)
            cold = measure_cold(course, chapter, step)
            median, p95 = statistics.median(warm), percentile(warm, 0.95)
            detail = f"p95 {p95:.0f} ms; cold {cold:.0f} ms, {cold / median:.0f} times as long"
            address = chapter.address(step)
            row = YARDSTICK.row(f"warm check of {address}, p50", median, BUDGET, detail)
            yield Warm(address, median, p95, cold, row)


def rows(found: Sequence[Warm]) -> Iterator[Row]:
    """The slowest of each chapter, and how far a cold pytest lies behind all of them."""
    for chapter, own in (
        (name, [*group]) for name, group in groupby(found, lambda each: each.address.partition("/")[0])
    ):
        slowest = max(own, key=lambda each: each.row.value)
        kept = sum(each.row.kept for each in own)
        detail = (
            f"{slowest.median:.0f} ms, p95 {slowest.p95:.0f} ms; {kept} of {len(own)} exercises within the budget, "
            f"median of medians {statistics.median(each.median for each in own):.0f} ms"
        )
        what = f"warm check, the slowest of {chapter}: {slowest.address.partition('/')[2]}"
        yield Row(what, slowest.row.value, slowest.row.unit, slowest.row.budget, detail)
    least = min(found, key=lambda each: each.faster)
    share = sum(each.row.kept for each in found) / len(found)
    detail = (
        f"{least.address}; {len(found)} exercises, median of medians "
        f"{statistics.median(each.median for each in found):.0f} ms, {share:.0%} within their budget"
    )
    yield Row("warm check beside a cold pytest, least", least.faster, "×", TIMES, detail, least=True)


def listing(found: Sequence[Warm]) -> Iterator[str]:
    """Every exercise in a line of a table."""
    yield "| exercise | p50 | p95 | × import | cold pytest |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for each in found:
        missed = "" if each.row.kept else " MISSED"
        cells = (f"{each.median:.0f} ms", f"{each.p95:.0f} ms", f"{each.row.value:.3f}{missed}", f"{each.faster:.0f} ×")
        yield f"| {each.address} | {' | '.join(cells)} |"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("names", nargs="*", help="chapters or exercises")
    options = parser.parse_args()
    print(HEAD)
    found = []
    for each in measured(options.names, options.runs):
        print(each.row, flush=True)
        found.append(each)
    print(*rows(found), sep="\n")


def _wanted(course: Course, names: Sequence[str]) -> Iterator[tuple[Chapter, ExerciseStep]]:
    for name in names or [chapter.id for chapter in course.chapters]:
        chapter, step = course.find(name)
        steps = chapter.exercises if step is None else (step,)
        for each in steps:
            if not isinstance(each, ExerciseStep):
                raise SystemExit(f"{name} is no exercise")
            yield chapter, each


def measure_warm(checker: Checker, course: Course, chapter: Chapter, step: ExerciseStep, runs: int) -> list[float]:
    """Milliseconds from the bytes of a right answer to its verdict, each time with a fresh pair and another file."""
    times: list[float] = []
    heard: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for other, used in [*((c, s) for c, s, _ in plan(course, chapter, step, place).uses), (chapter, step)]:
            (place / other.name).mkdir(exist_ok=True)
            (place / other.name / used.file).write_text(course.reference(other, used).read_text("utf-8"))
        mine = place / chapter.name / step.file
        for run in range(runs + 1):
            with mine.open("a") as file:
                file.write(f"# {run}\n")
            time.sleep(0.5)  # the spare pair is ready, as it is when a learner saves
            started = time.perf_counter()
            heard.clear()
            verdict = checker.check(plan(course, chapter, step, place), lambda _: heard.append(time.perf_counter()))
            if verdict.status != "passed":
                raise SystemExit(f"the reference of {chapter.address(step)} does not pass: {verdict.first_failure}")
            times.append((heard[0] - started) * 1e3)
    return times[1:]


def measure_cold(course: Course, chapter: Chapter, step: ExerciseStep) -> float:
    """Milliseconds of one pytest process on the same checks."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(course.check_file(chapter, step))]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return (time.perf_counter() - started) * 1e3


if __name__ == "__main__":
    main()
