"""How long a learner waits for a verdict, beside a cold pytest of the same checks, in one run.

    python benchmarks/warm_check.py [--runs 15] [ch10/dot-score ...]

Per exercise the median and the 95th percentile of a warm check (bytes to verdict), beside the bare import of torch and
pytest, and how many times as long `pytest` takes, started cold on the same check file with the same fixtures (a fifth
as many runs).
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
from pathlib import Path

from rows import HEAD, YARDSTICK, Row, percentile

from tutor.checking.checker import Checker
from tutor.checking.job import plan
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

ROOT = Path(__file__).parents[1]
BUDGET, TIMES = 150, 15  # milliseconds on a quiet machine; times as fast as a cold pytest


def rows(addresses: Sequence[str] = (), runs: int = 15) -> Iterator[Row]:
    """One for each exercise, and one for all."""
    course = Course.open(ROOT)
    medians, faster, kept = [], [], 0
    with contextlib.closing(Checker()) as checker:
        checker.warm()
        for address in addresses or [c.address(s) for c in course.chapters for s in c.exercises]:
            chapter, step = course.find(address)
            if not isinstance(step, ExerciseStep):
                raise SystemExit(f"{address} is no exercise")
            warm = measure_warm(checker, course, chapter, step, runs)
            cold = statistics.median(measure_cold(course, chapter, step) for _ in range(max(1, runs // 5)))
            medians.append(statistics.median(warm))
            faster.append(cold / medians[-1])
            detail = f"p95 {percentile(warm, 0.95):.0f} ms; cold {cold:.0f} ms, {faster[-1]:.0f} times as long"
            row = YARDSTICK.row(f"warm check of {address}, p50", medians[-1], BUDGET, detail)
            kept += row.kept
            yield row
    detail = f"median of medians {statistics.median(medians):.0f} ms; {kept / len(medians):.0%} within their budget"
    yield Row("warm check beside a cold pytest, slowest", min(faster), "×", TIMES, detail, least=True)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("addresses", nargs="*")
    options = parser.parse_args()
    print(HEAD)
    for row in rows(options.addresses, options.runs):
        print(row, flush=True)


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
