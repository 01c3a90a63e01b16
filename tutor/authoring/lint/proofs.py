"""Tries every exercise: forked children judge its reference and all other answers, and report facts.

    base     reference under five seeds, with one and two threads; stub; mistakes; other right answers; generic wrong
             answers; planted forbidden calls; what of the check file a worker would get
    seeds    the reference under more seeds, others each day: five, and twenty together with mutants
    mutants  small changes of the reference that the checks must notice

Each part is remembered by the bytes that decide it (see `cache.py`), unless something right went wrong in it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from tutor.authoring.lint.cache import Cache, key_of
from tutor.authoring.lint.facts import Fact, Facts
from tutor.authoring.lint.finding import Finding, Row
from tutor.authoring.lint.meaning import findings
from tutor.checking.forkparent import ForkParent
from tutor.checking.job import uses_of
from tutor.checking.proving import ParentDied, Prover, ProverDied, order
from tutor.course import Chapter, Course, CourseError
from tutor.course.model import ExerciseStep

SEEDS = (0, 1, 2, 3, 4)
THREADS = (1, 2)
MORE_SEEDS = {False: 5, True: 20}  # with small changes of the reference, which take their time anyway
MUTANT_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """What is to be tried. `first_seed` begins the further seeds; None takes others each day, so that in time many are
    tried. `processes` is how many children judge at once."""

    mutate: bool = False
    first_seed: int | None = None
    processes: int = 1

    @property
    def more_seeds(self) -> list[int]:
        """The seeds beside the five that are always tried."""
        count = MORE_SEEDS[self.mutate]
        first = date.today().toordinal() * count if self.first_seed is None else self.first_seed
        return list(range(len(SEEDS) + first, len(SEEDS) + first + count))


def prove(
    course: Course,
    exercises: Iterable[tuple[Chapter, ExerciseStep]],
    trying: Trying,
    parent: ForkParent,
    cache: Cache,
    told: Callable[[str], None] = lambda address: None,
) -> Iterator[tuple[Row, list[Finding]]]:
    """One row and its findings for each exercise, in order; `told` hears each address as it is done, in any order."""
    waiting = list(exercises)
    local = threading.local()
    provers: list[Prover] = []
    stopped = threading.Event()

    def prover() -> Prover:
        if not hasattr(local, "prover"):
            local.prover = Prover(parent)
            provers.append(local.prover)
        found: Prover = local.prover
        return found

    def one(chapter: Chapter, step: ExerciseStep) -> tuple[Row, list[Finding]]:
        facts = Facts(course, chapter, step)
        try:
            for part in _parts(course, chapter, step, trying, facts):
                facts.add(_facts(part, prover, cache, stopped))
                if facts.of("died"):
                    break
        except CourseError:  # which has its own say
            facts.add([{"fact": "died", "why": "it builds on a chapter that is broken; mend that one first"}])
        except (OSError, ValueError) as error:
            facts.add([{"fact": "died", "why": f"it can't be tried: {error}"}])
        return facts.row(), findings(facts)

    pool = ThreadPoolExecutor(max(1, trying.processes))
    try:
        longest = sorted(waiting, key=lambda each: -_size(course, *each))  # first, so that all processes end together
        begun = {chapter.address(step): pool.submit(one, chapter, step) for chapter, step in longest}
        addresses = {future: address for address, future in begun.items()}
        try:
            for future in as_completed(addresses):
                told(addresses[future])
        except BaseException:  # Ctrl+C: whoever waits for a child hears at once that there is none any more
            stopped.set()
            parent.close()
            raise
        yield from _told_once(begun[chapter.address(step)].result() for chapter, step in waiting)
    finally:
        pool.shutdown(cancel_futures=True)
        for each in provers:
            each.close()


def _size(course: Course, chapter: Chapter, step: ExerciseStep) -> int:
    """Bytes of its checks and answers: roughly, how long the proof of an exercise takes."""
    files = (course.check_file(chapter, step), course.answers_file(chapter, step))
    return sum(file.stat().st_size for file in files if file.is_file())


def _told_once(proven: Iterable[tuple[Row, list[Finding]]]) -> Iterator[tuple[Row, list[Finding]]]:
    """The end of all proofs is one finding, not one for each exercise that was still to come."""
    ended = False
    for row, found in proven:
        kept = [each for each in found if not (ended and str(ParentDied()) in each.message)]
        ended = ended or any(str(ParentDied()) in each.message for each in found)
        yield row, kept


def _parts(
    course: Course,
    chapter: Chapter,
    step: ExerciseStep,
    trying: Trying,
    facts: Facts,
) -> Iterator[tuple[str, Fact]]:
    """The key and the order of each part."""
    files = _files(course, chapter, step)
    about = [step.implement, step.forbid, step.limits]
    ordered = partial(order, course, chapter, step)
    yield key_of(files, "base", about), ordered(seeds=SEEDS, threads=THREADS)
    seeds = trying.more_seeds
    yield key_of(files, "seeds", about, seeds), ordered(["seeds"], more_seeds=seeds)
    if trying.mutate:
        texts = [(each.id, each.text) for each in facts.mutants]
        yield key_of(files, "mutants", about, texts), ordered(["mutants"], mutants=texts, mutant_seconds=MUTANT_SECONDS)


def _facts(part: tuple[str, Fact], prover: Callable[[], Prover], cache: Cache, stopped: threading.Event) -> list[Fact]:
    key, asked = part
    remembered = cache.get(key)
    if isinstance(remembered, list) and all(isinstance(each, dict) and "fact" in each for each in remembered):
        return remembered
    facts: list[Fact] = []
    try:
        for fact in prover().prove(asked):
            facts.append(fact)
            if stopped.is_set():
                raise ProverDied("it was stopped")
    except ProverDied as end:
        what = ", ".join(asked["want"])
        return [*facts, {"fact": "died", "why": f"the proof ({what}) did not come to its end: {end}"}]
    if not any(map(_may_pass, facts)):
        cache.put(key, facts)
    return facts


def _may_pass(fact: Fact) -> bool:
    """Whether it says that something right went wrong, for which a busy machine may be to blame: worth another try."""
    kind = fact["fact"]
    return bool(fact.get("fault") or (kind in ("reference", "right") and fact["failed"]) or kind == "fault")


def _files(course: Course, chapter: Chapter, step: ExerciseStep) -> list[Path]:
    """Every file that a check of this exercise reads."""
    found = [
        course.check_file(chapter, step),
        course.answers_file(chapter, step),
        course.reference(chapter, step),
        course.stub(chapter, step),
        course.root / "tests" / "checks" / "given.py",
    ]
    owners = {chapter.name: chapter}
    for home, used in uses_of(course, chapter, step):
        found.append(course.reference(home, used))
        owners[home.name] = home
    for home in owners.values():
        folder = course.exercises_dir(home)
        stubs = {each.file for each in home.exercises}
        found += sorted(each for each in folder.rglob("*") if each.is_file() and each.name not in stubs and _own(each))
    return found


def _own(file: Path) -> bool:
    return "__pycache__" not in file.parts
