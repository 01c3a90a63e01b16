"""The table of codes has every kind of finding, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

import tutor
from tutor.authoring.lint.codes import CODES

ROOT = Path(tutor.__file__).parent
WRITERS = {
    "Finding": 2,
    "Fault": 2,
    "Problem": 3,
    "finding": 1,
    "report": 1,
    "fault": 1,
    "_report": 1,
    "_add": 2,
    "_mark": 1,
}
WRITERS |= {"_in_checks": 1, "_in_answers": 1, "StubReport": 1}
"""Functions that make a finding, and which of their arguments is its code."""


def codes() -> tuple[set[str], set[str]]:
    """The codes that are written out in the program, and the beginnings of those that are put together."""
    whole, begun = set[str](), set[str]()
    for file in [*(ROOT / "authoring" / "lint").glob("*.py"), *(ROOT / "course").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for given in _codes_in(node):
                if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
                    whole.add(given.value)
                elif isinstance(given, ast.JoinedStr) and isinstance(given.values[0], ast.Constant):
                    begun.add(str(given.values[0].value))
    return whole, begun


def _codes_in(node: ast.AST) -> list[ast.expr]:
    """What is given as a code by a call of a writer, or by `yield line, code, sentence`."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        at = WRITERS.get(name)
        return [node.args[at]] if at is not None and len(node.args) > at else []
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and len(node.value.elts) in (2, 3):
        return [node.value.elts[-2]]
    return []


def test_every_code_that_is_used_is_in_the_table() -> None:
    whole, begun = codes()
    assert {"html", "stale", "no-promise", "missing-key", "bad-use", "proven-lost"} <= whole
    odd = {"plain", "key", "", "steps"}  # not codes: other yields of two or three
    assert {code for code in whole if code not in CODES} <= odd
    assert [start for start in begun if not any(code.startswith(start) for code in CODES)] == []


def test_every_code_in_the_table_is_used() -> None:
    _, begun = codes()
    said = {
        node.value
        for file in [*(ROOT / "authoring" / "lint").glob("*.py"), *(ROOT / "course").glob("*.py")]
        if file.name != "codes.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in CODES if code not in said and not code.startswith(tuple(begun))] == []


def test_each_code_is_explained_in_a_sentence() -> None:
    assert [code for code, said in CODES.items() if not said[0].isupper() or said[-1] not in ".)"] == []
    assert len(CODES) > 100
