"""A house rule: nothing has to be written that no page has spoken of before.

A solution calls functions, methods and keyword arguments of libraries. Each of these names must have been said where
the learner has been by then: on a page, in a question, a hint or a stub, of this chapter up to the exercise itself or
of a chapter that it needs (and those that that one needs). To say is not yet to teach; but what was never said was
certainly not taught, and that is the fault an author, who knows it all, can't see.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.course import Chapter, Course, UnknownTarget
from tutor.course.model import ExerciseStep, QuizStep, ReadStep, Step

PYTHON = frozenset(
    name for kind in (str, bytes, list, tuple, dict, set, int, float, BaseException) for name in dir(kind)
)
"""The methods of Python's own types: whoever begins the course knows Python."""

_WORD = re.compile(r"[A-Za-z_]\w*")


def findings(read: Read, wanted: frozenset[str] | None) -> Iterator[Finding]:
    """Of the exercises of one chapter."""
    if read.chapter is None:
        return
    said = set[str]()
    for needed in _before(read.course, read.chapter):
        for step in needed.steps:
            said |= _said(read.course, needed, step)
    for _, step in read.steps:
        said |= _said(read.course, read.chapter, step)
        if isinstance(step, ExerciseStep) and (wanted is None or step.id in wanted):
            yield from _exercise(read, step, said)


def _before(course: Course, chapter: Chapter) -> Iterator[Chapter]:
    """The chapters that this one needs, and those that they need. One that can't be read is told elsewhere."""
    seen, waiting = {chapter.id}, list(chapter.needs)
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            with suppress(UnknownTarget):
                if (needed := course.sound(name)) is not None:
                    yield needed
                    waiting += needed.needs


def _names(tree: ast.Module) -> dict[str, int]:
    """The names that a file has from elsewhere, each with its first line: attributes and keyword arguments.

    What the file defines or sets itself, and what Python's own types have, is left out.
    """
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    types = set(map(id, _annotations(tree)))
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if id(node) in types:
            continue
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.attr, node.lineno)
        elif isinstance(node, ast.keyword) and node.arg:
            found.setdefault(node.arg, node.lineno)
    return {name: line for name, line in found.items() if name not in own and name not in PYTHON}


def _exercise(read: Read, step: ExerciseStep, said: set[str]) -> Iterator[Finding]:
    file = read.folders.solutions / step.file
    try:
        used = _names(reading.tree(file))
    except reading.Unreadable:
        return  # which has its own say
    for name, line in sorted(used.items()):
        if name not in said:
            say = f"{read.id}/{step.id}: the solution uses `{name}`, which no page before it says; show what it does "
            say += "where it is needed, or name the chapter that does in `needs`"
            yield Finding(file, line, "untaught", say, "house")


def _said(course: Course, chapter: Chapter, step: Step) -> set[str]:
    """Every word of what a learner reads in a step. A file that can't be read says nothing, and is told elsewhere."""
    texts = [step.title, *_texts(step)]
    if isinstance(step, ExerciseStep):
        stub = course.folders(chapter.name).exercises / step.file
        try:
            texts.append(reading.text(stub) if stub.is_file() else "")
        except reading.Unreadable:
            pass
    return {word for text in texts for word in _WORD.findall(text)}


def _texts(step: Step) -> Iterable[str]:
    match step:
        case ReadStep():
            return (step.text,)
        case QuizStep():
            return (step.text, step.why, *(each.text for each in step.choices), *(each.why for each in step.choices))
        case ExerciseStep():
            return (step.text, step.after, *step.hints)
        case _:
            return (step.text,)


def _annotations(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (given := getattr(node, name, None)) is not None:
                yield from ast.walk(given)
