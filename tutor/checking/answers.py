"""The other answers of an exercise: its named mistakes, and right answers in other styles, as edits of the reference.

Edits rather than copies: they stay in step with the reference (one that no longer applies is an error), and two of them
can be put together, which is how two mistakes in one file are recognised.
"""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from tutor.checking.merging import merged
from tutor.syntax import parse


class StaleEdit(ValueError):
    """An edit that no longer fits the reference; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One other answer: a `change` of the reference, or `code` in its place.

    Attributes:
        name: What it is called; it stands before the colon.
        change: Pairs of [old text, new text]; each old text stands in the solution exactly once.
        code: Whole top-level definitions that replace those of the same name; imports and helpers are added.
        says: What the learner reads who made this mistake: what is seen, and why; `code` and *stress* have their looks.
        caught_by: The check that must reject it, such as test_scores_match.
    """

    name: str
    change: tuple[tuple[str, str], ...] = ()
    code: str = ""
    says: str = ""
    caught_by: str = ""

    def apply(self, reference: str) -> str:
        """The whole file with this answer in it. StaleEdit where it does not fit."""
        text = reference
        for old, new in self.change:
            count = text.count(old)
            if count != 1:
                raise StaleEdit(f"'{self.name}': the text {old!r} stands {count} times in the reference, not once")
            text = text.replace(old, new)
        return replace_definitions(text, self.code, self.name) if self.code else text


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers file of one exercise, in file order. Only the author's tools read `equivalent`.

    Attributes:
        wrong: The named mistakes: what learners really get wrong, each with the sentence that they will read.
        right: Right answers in quite other styles, which every check must accept; at least two.
        equivalent: Changes that are no mistake (`generic: detached`, or a mutant's id), each with its reason.
    """

    wrong: dict[str, Answer]
    right: dict[str, Answer]
    equivalent: dict[str, str] = field(default_factory=dict)


def load_answers(path: Path) -> Answers:
    """Reads `solutions/<chapter>/answers/<file>.yaml`. ValueError with the file's name where its shape is wrong."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=loader) or {}
    except yaml.YAMLError as fault:
        raise ValueError(f"{path}: {' '.join(str(fault).split())}") from None
    if not isinstance(document, dict) or set(document) - {"wrong", "right", "equivalent"}:
        raise ValueError(f"{path}: an answers file has the keys 'wrong', 'right' and, if need be, 'equivalent'")
    for key, part in document.items():
        if part is not None and not isinstance(part, dict):
            raise ValueError(f"{path}: '{key}' maps names to what they stand for")
    return Answers(
        wrong={name: _answer(path, name, entry) for name, entry in (document.get("wrong") or {}).items()},
        right={name: _answer(path, name, entry) for name, entry in (document.get("right") or {}).items()},
        equivalent={name: _reason(path, name, why) for name, why in (document.get("equivalent") or {}).items()},
    )


def _reason(path: Path, name: Any, why: Any) -> str:
    if not isinstance(name, str) or not isinstance(why, str) or not why.strip():
        raise ValueError(
            f"{path}: 'equivalent' maps the change {name!r} to the reason why it is no mistake, a sentence"
        )
    return " ".join(why.split())


def _answer(path: Path, name: str, entry: Any) -> Answer:
    known = {"says", "change", "code", "caught_by"}
    if not isinstance(name, str):
        raise ValueError(f"{path}: the name {name!r} is no text to YAML; write it in quotes")
    if not isinstance(entry, dict) or set(entry) - known or not (entry.get("change") or entry.get("code")):
        raise ValueError(f"{path}: '{name}' needs 'change' or 'code', and may have {', '.join(sorted(known))}")
    for key in ("says", "code", "caught_by"):
        if not isinstance(entry.get(key, ""), str):
            raise ValueError(f"{path}: '{key}' of '{name}' is a text")
    change = entry.get("change") or ()
    if not isinstance(change, list | tuple) or any(
        not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(t, str) for t in pair) for pair in change
    ):
        raise ValueError(f"{path}: 'change' of '{name}' is a list of [old text, new text]")
    return Answer(
        name=str(name),
        change=tuple((old, new) for old, new in change),
        code=entry.get("code", ""),
        says=" ".join(entry.get("says", "").split()),
        caught_by=entry.get("caught_by", ""),
    )


def both(first: Answer, second: Answer, reference: str) -> str | None:
    """The reference with two mistakes at once, or None where they change one place.

    An edit often quotes more than it changes, so two that can't be made one after the other may still be merged; and
    `code` made after an edit would take its place.
    """
    try:
        one, two = first.apply(reference), second.apply(reference)
        if not first.code and not second.code:
            with suppress(StaleEdit):
                return second.apply(one)
        text = merged(reference, one, two)
        return text if text not in (None, one, two) and parse(text) else None
    except (StaleEdit, SyntaxError):
        return None


def replace_definitions(text: str, code: str, name: str) -> str:
    """`text` with the top-level functions, classes and assignments of `code` in the place of their namesakes.

    What has no namesake (imports, helpers) goes before the first definition that is replaced, so decorators and
    defaults that use it find it.
    """
    lines = text.splitlines()
    places = _places(text)
    new_lines = code.splitlines()
    replaced: list[tuple[tuple[int, int], list[str]]] = []
    added: list[str] = []
    for node in parse(code).body:
        start, end = _span(node)
        piece = new_lines[start:end]
        targets = [target for target in _names(node) if target in places]
        if targets:
            replaced.append((places[targets[0]], piece))
        else:
            added += piece
    if not replaced:
        raise StaleEdit(f"'{name}': its code replaces nothing in the reference: no definition has the same name")
    first = min(start for (start, _), _ in replaced)
    for (start, end), piece in sorted(replaced, reverse=True):
        lines[start:end] = piece
    lines[first:first] = added
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=64)
def _places(text: str) -> dict[str, tuple[int, int]]:
    """Where each top-level name is defined; kept, since all answers of an exercise are put into one reference."""
    return {target: _span(node) for node in parse(text).body for target in _names(node)}


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _span(node: ast.stmt) -> tuple[int, int]:
    """First and one past the last line, from 0, decorators included."""
    decorators = getattr(node, "decorator_list", [])
    start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return start - 1, node.end_lineno or node.lineno
