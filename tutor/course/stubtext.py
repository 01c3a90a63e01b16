"""The text of a stub: its first line, which is for authors, and what the learner's copy keeps.

Known to `authoring`, which writes stubs, and to `learner` and `checking`, which compare the learner's file with them.
"""

from __future__ import annotations

import ast
import hashlib
import re

from tutor.syntax import parse

UNFINISHED = "raise NotImplementedError"
"""What stands where the learner is to write."""

_FIRST = "# Made from {source} by `dltutor author stubs`; edit that file. [{digest}]\n"
_FIRST_LINE = re.compile(r"# Made from .* by `dltutor author stubs`.*\[([0-9a-f]{8})\]\r?\n")


def with_first_line(text: str, source: str) -> str:
    """The stub as it is committed; `source` is the solution's path inside the course."""
    return _FIRST.format(source=source, digest=_digest(text)) + text


def learner_text(stub: str) -> str:
    """The stub without the line that is for authors: what lies in the learner's workspace."""
    match = _FIRST_LINE.match(stub)
    return stub[match.end() :] if match else stub


def generated(text: str) -> bool:
    """Whether the file says that it is a stub."""
    return _FIRST_LINE.match(text) is not None


def edited_by_hand(stub: str) -> bool:
    """Whether the file is anything else than what was generated: the first line is gone or its digest doesn't fit."""
    match = _FIRST_LINE.match(stub)
    return match is None or match[1] != _digest(stub[match.end() :])


def unfinished(text: str) -> tuple[str, ...]:
    """The functions and methods (`Class.method`) with a `raise NotImplementedError` in them, in the order of the file.
    Empty where the text is no Python."""
    try:
        tree = parse(text)
    except (SyntaxError, ValueError):
        return ()
    names = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names += [f"{node.name}.{name}" for inner in node.body if (name := _open_name(inner))]
        elif name := _open_name(node):
            names.append(name)
    return tuple(names)


def _open_name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        raises = (each.exc for each in ast.walk(node) if isinstance(each, ast.Raise))
        if any(map(_is_not_implemented, raises)):
            return node.name
    return ""


def _is_not_implemented(raised: ast.expr | None) -> bool:
    if isinstance(raised, ast.Call):
        raised = raised.func
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
