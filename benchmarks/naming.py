"""How often mistakes are named: two at once, which is what a learner's first attempt often is, or each alone.

    python benchmarks/naming.py [--pairs 3] [--seed 0] [ch10 ...]
    python benchmarks/naming.py --alone [ch10 ...]

Of every exercise some pairs of its named mistakes, drawn at random from those whose edits can be put into one file, are
checked as a learner's file is, with the diagnosis. Counted is whether both names are told, one of them, others or none,
and whether such a file ever passes. About a second each.

`--alone` checks every mistake by itself, and lists those that are not named. Lint has proven that each is, but in one
process; a learner's file runs in another than the mistakes it is held against.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tutor.checking.answers import both, load_answers
from tutor.checking.checker import Checker
from tutor.checking.job import plan
from tutor.checking.verdict import ExerciseVerdict
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

ROOT = Path(__file__).parents[1]
KINDS = ("both named", "one named", "others named", "none named", "passed")


def drawn(
    course: Course, chapter: Chapter, step: ExerciseStep, count: int, draw: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Two names, and the solution with both mistakes in it."""
    text = course.reference(chapter, step).read_text("utf-8")
    pairs = list(itertools.combinations(load_answers(course.answers_file(chapter, step)).wrong.values(), 2))
    draw.shuffle(pairs)
    merged = ((one.name, two.name, both(one, two, text)) for one, two in pairs)
    yield from itertools.islice(((one, two, made) for one, two, made in merged if made), count)


def alone(course: Course, chapter: Chapter, step: ExerciseStep) -> Iterator[tuple[str, str, str]]:
    """Each mistake's name, twice, and the solution with this mistake in it."""
    text = course.reference(chapter, step).read_text("utf-8")
    for mistake in load_answers(course.answers_file(chapter, step)).wrong.values():
        yield mistake.name, mistake.name, mistake.apply(text)


def kind(verdict: ExerciseVerdict, one: str, two: str) -> str:
    """Which of KINDS."""
    told = {check.mistake for check in verdict.checks if check.mistake}
    names = {name for mistake in told for way in mistake.split(" or ") for name in way.split(" + ")}
    if verdict.status == "passed":
        return "passed"
    if not names:
        return "none named"
    return "both named" if names == {one, two} else "one named" if names < {one, two} else "others named"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=3, help="of each exercise")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--alone", action="store_true", help="every mistake by itself")
    parser.add_argument("chapters", nargs="*")
    arguments = parser.parse_args()
    course, draw = Course.open(ROOT), random.Random(arguments.seed)
    whole: Counter[str] = Counter()
    kinds = ("named", *KINDS[1:]) if arguments.alone else KINDS
    print(f"| chapter | {' | '.join(kinds)} |\n| --- |{' ---: |' * len(KINDS)}")
    with contextlib.closing(Checker()) as checker, tempfile.TemporaryDirectory() as folder:
        for chapter in course.chapters:
            if arguments.chapters and chapter.id not in arguments.chapters:
                continue
            found: Counter[str] = Counter()
            for step in chapter.exercises:
                given = (
                    alone(course, chapter, step)
                    if arguments.alone
                    else drawn(course, chapter, step, arguments.pairs, draw)
                )
                for one, two, text in given:
                    file = Path(folder) / step.file
                    file.write_text(text, "utf-8")
                    verdict = checker.check(plan(course, chapter, step, ROOT / "solutions", file=file))
                    told = kind(verdict, one, two)
                    found[told] += 1
                    if arguments.alone and told != "both named":
                        print(f"{chapter.address(step)} {one}: {told}", file=sys.stderr, flush=True)
            whole += found
            print(_row(chapter.id, found), flush=True)
    print(_row(f"{whole.total()} {'mistakes' if arguments.alone else 'pairs'}", whole))


def _row(name: str, found: Counter[str]) -> str:
    return f"| {name} | {' | '.join(str(found[each]) for each in KINDS)} |"


if __name__ == "__main__":
    main()
