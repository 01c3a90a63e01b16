"""Small changes of a reference, each a slip that a learner could make: checks that let one through are too weak.

Lint tries them all on an exercise's checks, and an author names those that are no mistake under `equivalent:` in the
answers file. So a mutant has a name that can be read and that edits elsewhere do not change, and changes that nobody
would call a mistake (`a + b` for `b + a`, no `.contiguous()`) are not made. A mutant is the reference's text with a
piece exchanged: comments and line numbers stay.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tutor.authoring.cutting import written_lines
from tutor.authoring.mutation import calls, expressions, statements, subscripts
from tutor.authoring.mutation.source import Change, Source
from tutor.syntax import is_docstring, parse

__all__ = ["Mutant", "mutants"]

_OPERATORS = (*statements.OPERATORS, *expressions.OPERATORS, *subscripts.OPERATORS, *calls.OPERATORS)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LONGEST = 40  # characters of a fragment in a name; what is longer loses what both sides share


@dataclass(frozen=True, slots=True)
class Mutant:
    """A whole file with one change; `id` is "function: old → new", `line` where the change is, from 1."""

    id: str
    line: int
    text: str


def mutants(reference: str, implement: Sequence[str]) -> tuple[Mutant, ...]:
    """All of them, from top to bottom. StubError where `implement` does not fit the reference."""
    written = written_lines(reference, implement)
    source = Source(reference)
    seen = {ast.dump(source.tree)}
    made: list[Mutant] = []
    names: dict[str, int] = {}
    changes = sorted(_changes(source, source.tree, "", written), key=lambda each: each[1].start)
    for owner, change in changes:
        text = source.changed(change)
        tree = _parsed(text)
        if tree is None or tree in seen:
            continue
        seen.add(tree)
        name = f"{owner}: {_label(source, change)}"
        names[name] = names.get(name, 0) + 1
        count = f" #{names[name]}" if names[name] > 1 else ""
        made.append(Mutant(name + count, source.line(change.start), text))
    return tuple(made)


def _changes(source: Source, node: ast.AST, owner: str, written: frozenset[int]) -> Iterator[tuple[str, Change]]:
    """Every change of the written statements below `node`, with the dotted name of the function it is in."""
    if isinstance(node, _Function | ast.ClassDef):
        owner = f"{owner}.{node.name}".lstrip(".")
    for child in _learners(node):
        if isinstance(child, ast.stmt | ast.expr | ast.comprehension) and owner:
            if source.tree_line(child) in written:
                for operator in _OPERATORS:
                    yield from ((owner, change) for change in operator(child, source))
        yield from _changes(source, child, owner, written)


def _learners(node: ast.AST) -> Iterator[ast.AST]:
    """The children in which a learner's slip would show: no docstring, annotation, default, message or assertion."""
    if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr):
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "args", "decorator_list", "bases") and not isinstance(node, ast.Call):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not (field == "body" and is_docstring(child)):
                yield child


def _parsed(text: str) -> str | None:
    try:
        return ast.dump(parse(text))
    except SyntaxError:
        return None


def _label(source: Source, change: Change) -> str:
    old, new = change.label or source.fragments(change)
    if max(len(old), len(new)) > _LONGEST:
        old, new = _shortened(old, new)
    return f"{old} → {new}"


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Both without most of what they share at the beginning and at the end, cut where a reader finds the place."""
    first, second = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new))
    limit = min(len(first), len(second))
    before = next((i for i in range(limit) if first[i] != second[i]), limit)
    after = next((i for i in range(limit - before) if first[-1 - i] != second[-1 - i]), limit - before)
    shared = first[:before]
    start = before - _fitting(shared[::-1], 24)
    start = _word(shared, start)
    start = max([start, *(i + 1 for i in range(start, before) if _closes("".join(shared[start : i + 1])))])
    start = _word(shared, start)
    after -= _fitting(first[len(first) - after :], 12)
    old, new = ("".join(words[start : len(words) - after]).strip() for words in (first, second))
    begin, end = "…" if start else "", "…" if after else ""
    return f"{begin}{old}{end}", f"{begin}{new}{end}"


def _word(words: list[str], start: int) -> int:
    """The first place from `start` on where a word or a dot is, unless nothing is left out before it."""
    return next((i for i in range(start, len(words)) if not i or re.match(r"[\w.]", words[i])), len(words))


def _closes(text: str) -> bool:
    """Whether it ends in a bracket that is opened before it."""
    return text[-1] in ")]}" and sum(map(text.count, ")]}")) > sum(map(text.count, "([{"))


def _fitting(words: list[str], characters: int) -> int:
    """How many of these words, from the first, are at most so long together."""
    return sum(length <= characters for length in accumulate(map(len, words)))
