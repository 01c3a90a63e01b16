"""The house rules: what a course with `rules: full` promises its learners in every chapter, beyond being sound.

Three hints, three mistakes, three other right answers and a word after the pass for each exercise; five quizzes, a run,
a training and something to read for each chapter. What concerns one kind of file stands with it, and is asked for here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tutor.authoring.lint import imports, reading, where
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.course.model import ExerciseStep, QuizStep, TrainStep

FEWEST_HINTS = 3
FEWEST = {"quiz": 5, "run": 1, "train": 1}
WORDS = {"quiz": ("quiz", "quizzes"), "run": ("run step", "run steps"), "train": ("train step", "train steps")}


def of_chapter(read: Read) -> Iterator[Finding]:
    """What the chapter as a whole lacks; nothing where steps of it can't be read."""
    chapter = read.chapter
    if chapter is None or len(chapter.steps) != _count(read):
        return
    for kind, fewest in FEWEST.items():
        count = sum(step.kind == kind for step in chapter.steps)
        if count < fewest:
            one, many = WORDS[kind]
            has = f"{count or 'no'} {one if count == 1 else many}"
            say = f"{read.id} has {has}, and {fewest} is the least; add a step with `{kind}: its title`"
            yield read.finding(("steps",), f"few-{kind}", say, house=True)
    if not chapter.objectives:
        say = f"{read.id} has no `objectives`; add what the learner can do afterwards, one sentence each"
        yield read.finding(("objectives",), "no-objectives", say, house=True)
    if not chapter.terms:
        say = f"{read.id} has no `terms`; add the words that it teaches, each with what it means and its step"
        yield read.finding(("terms",), "no-terms", say, house=True)
    if not any(step.reading for step in chapter.steps):
        say = f"{read.id} names nothing to read; give one of its steps a `reading` with title and url"
        yield read.finding(("steps",), "no-reading", say, house=True)
    yield from imports.needs(read)


def of_steps(read: Read, wanted: frozenset[str] | None) -> Iterator[Finding]:
    """What single steps lack."""
    for index, step in read.steps:
        if index in read.faulty or (wanted is not None and step.id not in wanted):
            continue
        if isinstance(step, ExerciseStep):
            yield from _exercise(read, index, step)
        elif isinstance(step, QuizStep) and step.answer is not None and not step.why.strip():
            say = f"{read.id}/{step.id} doesn't say why its answer is right; add `why`"
            yield read.finding(("steps", index, "answer"), "no-why", say, house=True)
        elif isinstance(step, TrainStep) and not step.whatif:
            say = (
                f"{read.id}/{step.id} has no `whatif`; name a mistake of one of its exercises, like dot-score:unscaled"
            )
            yield read.finding(("steps", index), "no-whatif", say, house=True)


def _exercise(read: Read, index: int, step: ExerciseStep) -> Iterator[Finding]:
    address, place = f"{read.id}/{step.id}", ("steps", index)
    if len(step.hints) < FEWEST_HINTS:
        has = f"{len(step.hints) or 'no'} hint{'s' if len(step.hints) != 1 else ''}"
        say = f"{address} has {has}, and {FEWEST_HINTS} is the least (a question, the tool, almost the line); add some"
        yield read.finding((*place, "hints"), "few-hints", say, house=True)
    if not step.after.strip():
        say = f"{address} has no `after`; add why it works, for those who have passed"
        yield read.finding((*place, "after"), "no-after", say, house=True)
    file = read.folders.solutions / step.file
    try:
        if file.is_file() and not any(map(_is_main, reading.tree(file).body)):
            say = (
                f'{address}: {step.file} shows no worked example; end it with `if __name__ == "__main__":` and a print'
            )
            yield Finding(file, where.last_line(file), "no-example", say, "house")
    except reading.Unreadable:
        return


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in {
        each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)
    }


def _count(read: Read) -> int:
    """How many steps the lesson has, also those that could not be read."""
    steps = read.root.value.get("steps") if read.root is not None and isinstance(read.root.value, dict) else None
    return len(steps.value) if steps is not None and isinstance(steps.value, list) else 0
