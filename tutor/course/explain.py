"""Pydantic's findings as sentences with positions, and the data with a neutral value in each faulty place."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, fields
from typing import Any

from pydantic import ValidationError

from tutor.course.document import Document
from tutor.course.model import Bound, Choice, Limits, Link, Term
from tutor.course.nearest import did_you_mean, nearest
from tutor.course.node import Node, Place, spell

_WANTED: dict[str, tuple[str, Any]] = {
    "string_type": ("text", "?"),
    "int_type": ("a whole number", 1),
    "int_from_float": ("a whole number", 1),
    "float_type": ("a number", 1),
    "bool_type": ("true or false", False),
    "tuple_type": ("a list", []),
    "dict_type": ("a mapping (`name: value`)", {}),
    "dataclass_type": ("a mapping (`name: value`)", None),
}
_PARTS: dict[str, tuple[type, str]] = {
    "choices": (Choice, "a choice"),
    "reading": (Link, "an item of reading"),
    "target": (Bound, "a bound"),
    "limits": (Limits, "`limits`"),
    "terms": (Term, "a term"),
}


def explain_and_repair(
    document: Document, error: ValidationError, data: dict[str, Any], place: Place, kind: type, what: str
) -> None:
    """Reports everything to the document, and mends `data`, which stands at `place` and was to become a `kind`."""
    assert document.root is not None
    wanted: dict[Place, list[str]] = {}
    neutral: dict[Place, Any] = {}
    findings = error.errors(include_url=False, include_input=False)
    # Unknown keys first: `titel` says that `title` is missing too.
    for each in sorted(findings, key=lambda each: each["type"] != "unexpected_keyword_argument"):
        loc = tuple(each["loc"][1:])
        owner, name = _PARTS.get(str(loc[0]), (kind, what)) if len(loc) > 1 else (kind, what)
        if each["type"] == "missing":
            if not document.blamed((*place, *loc)):
                document.report((*place, *loc[:-1]), "missing-key", f"{name} needs `{loc[-1]}`")
            document.blame((*place, *loc))
            _put(data, loc, _blank(next(each for each in fields(owner) if each.name == loc[-1])))
        elif each["type"] == "unexpected_keyword_argument":
            near, say = _unknown(str(loc[-1]), owner, name)
            document.report((*place, *loc), "unknown-key", say, key=True)
            parent, _ = document.root.walk((*place, *loc[:-1]))
            if near not in parent.value:
                document.blame((*place, *loc[:-1], near))
            _drop(data, loc)
        else:
            _, found = document.root.walk((*place, *loc))
            say, blank = _WANTED.get(each["type"], (each["msg"], None))
            if each["type"] == "literal_error":
                say, blank = f"one of {each['ctx']['expected']}", each["ctx"]["expected"].split("'")[1]
            if each["type"] == "dataclass_type":
                part, _ = _PARTS[str(loc[0])]
                blank = {each.name: _blank(each) for each in fields(part) if each.default is MISSING}
            wanted.setdefault(found, []).append(say)
            neutral.setdefault(found, blank)
    for found, words in wanted.items():
        node, _ = document.root.walk(found)
        label = spell(found[len(place) :]) or "this"
        document.report(found, "type", f"`{label}` must be {' or '.join(dict.fromkeys(words))}, {_mend(node, words)}")
        document.blame(found)
        _put(data, found[len(place) :], neutral[found])


def got(node: Node) -> str:
    """What stands there, in words."""
    match node.value:
        case None:
            return "nothing"
        case bool():
            return str(node.value).lower()
        case int() | float():
            return f"the number {node.source}"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "a mapping"


def _mend(node: Node, words: list[str]) -> str:
    if node.plain and isinstance(node.value, bool | int | float) and "text" in words:
        return f"but YAML reads `{node.source}` as {got(node)}; put it in quotes"
    if isinstance(node.value, str) and any(word.startswith("one of") for word in words):
        known = re.findall(r"'([^']*)'", " ".join(words))
        return f"not `{' '.join(node.value.split())[:40]}`{did_you_mean(node.value, known)}"
    if isinstance(node.value, str) and "a list" in words and "\n" not in node.source.strip():
        return f"not text; write [{node.source.strip()}]"
    if isinstance(node.value, dict) and "text" in words and _is_prose(node):
        return "not a mapping: its colon makes a key; begin the text with `|`, and write it in the lines below"
    if isinstance(node.value, list) and "text" in words and "a number" in words:
        return f"not a list; write ({', '.join(each.source for each in node.value)}{',' * (len(node.value) == 1)})"
    return f"not {got(node)}"


def _is_prose(node: Node) -> bool:
    """Whether the keys of a mapping are words of a sentence."""
    return any(" " in key or key[:1].isupper() for key in node.value)


def _unknown(key: str, owner: type, name: str) -> tuple[str, str]:
    """The key that was meant, or the empty string, and the sentence."""
    known = [each.name for each in fields(owner) if each.name != "name"]
    if near := nearest(key, known):
        return near, f"unknown key `{key}`; did you mean `{near}`?"
    return "", f"unknown key `{key}`; {name} has {', '.join(known)}"


def _blank(wanted: Field[Any]) -> Any:
    """A value of a required field's type that nothing else is said about, since its place is blamed."""
    blanks = {"str": "?", "int": 1, "float": 1, "tuple": [], "dict": {}}
    return blanks[str(wanted.type).split("[")[0]]


def _put(data: Any, place: Place, value: Any) -> None:
    for name in place[:-1]:
        data = data[name]
    data[place[-1]] = value


def _drop(data: Any, place: Place) -> None:
    for name in place[:-1]:
        data = data[name]
    del data[place[-1]]
