"""How long lint takes for one answer of an exercise (a named mistake, or a right answer in another style), in one run.

    python benchmarks/proof.py [--mutate] [ch10/dot-score ...]

By default the exercise in the middle of each chapter. An exercise is proven from the beginning, nothing remembered: its
reference under all seeds, the stub, the other answers, generic wrong ones, what is forbidden. The seconds of all that
are shared out among its answers. With `--mutate` also small changes of the reference, in milliseconds for each.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rows import HEAD, YARDSTICK, Row

from tutor.authoring.lint.facts import Facts
from tutor.authoring.lint.proofs import MUTANT_SECONDS, SEEDS, THREADS, Trying
from tutor.checking.forkparent import start
from tutor.checking.proving import Prover, order
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

ROOT = Path(__file__).parents[1]
BUDGET = 90  # milliseconds of one core for an answer, on a quiet machine
BUDGET_MUTANT = 60


def rows(addresses: Sequence[str] = (), mutate: bool = False) -> Iterator[Row]:
    """One for each exercise, and one for all."""
    course = Course.open(ROOT)
    seconds, answers = 0.0, 0
    parent = start()
    with contextlib.closing(parent), contextlib.closing(Prover(parent)) as prover:
        parent.preload()
        for address in addresses or list(_middles(course)):
            chapter, step = course.find(address)
            if not isinstance(step, ExerciseStep):
                raise SystemExit(f"{address} is no exercise")
            taken, count = measure(prover, course, chapter, step, mutate)
            seconds, answers = seconds + taken, answers + count
            detail = f"{count} {'mutants' if mutate else 'answers'} in {taken:.1f} s"
            yield YARDSTICK.row(_what(mutate, address), 1e3 * taken / count, _budget(mutate), detail)
    detail = f"{answers} in {seconds:.0f} s of one core"
    yield YARDSTICK.row(_what(mutate, "all of these"), 1e3 * seconds / answers, _budget(mutate), detail)


def measure(prover: Prover, course: Course, chapter: Chapter, step: ExerciseStep, mutate: bool) -> tuple[float, int]:
    """The seconds that an exercise takes, and how many answers it has (or mutants)."""
    facts = Facts(course, chapter, step)
    seeds = Trying(first_seed=0).more_seeds
    orders = [
        order(course, chapter, step, seeds=SEEDS, threads=THREADS),
        order(course, chapter, step, ["seeds"], more_seeds=seeds),
    ]
    if mutate:
        texts = [(each.id, each.text) for each in facts.mutants]
        orders = [order(course, chapter, step, ["mutants"], mutants=texts, mutant_seconds=MUTANT_SECONDS)]
    started = time.perf_counter()
    for each in orders:
        facts.add(prover.prove(each))
    taken = time.perf_counter() - started
    row = facts.row()
    return taken, max(1, (row.mutants or 0) if mutate else row.mistakes + row.right)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutate", action="store_true")
    parser.add_argument("addresses", nargs="*")
    options = parser.parse_args()
    print(HEAD)
    for row in rows(options.addresses, options.mutate):
        print(row, flush=True)


def _middles(course: Course) -> Iterator[str]:
    for chapter in course.chapters:
        if chapter.exercises:
            yield chapter.address(chapter.exercises[len(chapter.exercises) // 2])


def _what(mutate: bool, address: str) -> str:
    return f"lint of {'a mutant' if mutate else 'an answer'}, {address}"


def _budget(mutate: bool) -> float:
    return BUDGET_MUTANT if mutate else BUDGET


if __name__ == "__main__":
    main()
