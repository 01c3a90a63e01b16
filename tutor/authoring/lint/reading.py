"""The files of a course as text, as Python and as YAML, with a sentence where one can't be read, and never a traceback.

Everything static reads through here. What was parsed is kept by its text, so that a second look costs nothing.
"""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from pathlib import Path

from tutor.course.document import Document
from tutor.course.files import defined_names
from tutor.course.model import Problem
from tutor.course.node import Node
from tutor.syntax import parse

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Unreadable(Exception):
    """A file that can't be read, is no text or no Python; one sentence that ends in its mend, and the line."""

    def __init__(self, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.line = line


def text(file: Path) -> str:
    """What stands in the file, its line ends as they are."""
    try:
        raw = file.read_bytes()
    except IsADirectoryError:
        raise Unreadable(f"{file.name} is a folder; a file of this name belongs here") from None
    except OSError as error:
        raise Unreadable(f"{file.name} can't be read ({error.strerror}); mend its permissions, or restore it") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"{file.name} is not UTF-8; save it as UTF-8 text", line) from None


def tree(file: Path) -> ast.Module:
    """The Python file, parsed."""
    try:
        return parsed(text(file))
    except SyntaxError as error:
        raise Unreadable(f"{file.name} is not Python: {error.msg}; mend this line", error.lineno or 1) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"{file.name} is not Python: {error}; mend it") from None


@lru_cache(maxsize=2048)
def parsed(source: str) -> ast.Module:
    """The text, parsed once. SyntaxError, ValueError (a null character), RecursionError."""
    return parse(source)


@lru_cache(maxsize=4096)
def compiles(source: str) -> bool:
    """True; SyntaxError, ValueError or RecursionError otherwise. Costs a third of `parsed`, since no tree is made."""
    with warnings.catch_warnings(action="ignore"):
        compile(source, "answer", "exec", dont_inherit=True)
    return True


def is_python(source: str) -> bool:
    """Whether the text compiles."""
    try:
        return compiles(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def same_program(one: str, other: str) -> bool:
    """Whether two Python texts differ in nothing but comments, layout and needless brackets."""
    return squeezed(one) == squeezed(other) and ast.dump(parsed(one)) == ast.dump(parsed(other))


@lru_cache(maxsize=2048)
def squeezed(source: str) -> str:
    """The text without what may differ between two texts of one program: equal for these, and for few others."""
    return re.sub(r"#[^\n]*|[\s()\"']+", "", source)


def defined(module: ast.Module) -> dict[str, Definition]:
    """Top-level functions and classes, and methods as `Class.method`."""
    return dict(defined_names(module))


@lru_cache(maxsize=1024)
def top_level(module: ast.Module) -> frozenset[str]:
    """Every name that the module may have once it is imported, and some that it won't."""
    names = set[str]()
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return frozenset(names)


def document(file: Path) -> tuple[Node | None, list[Problem]]:
    """The YAML file with its positions, and what is wrong with it, also that it can't be read."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        return None, [unreadable(file, error)]
    return _document(file, raw)


@lru_cache(maxsize=256)
def _document(file: Path, raw: bytes) -> tuple[Node | None, list[Problem]]:
    found = Document(file, raw)
    return found.root, found.problems


def unreadable(file: Path, error: OSError) -> Problem:
    """What to say of a lesson, or of an answers file, that the system doesn't hand out."""
    what = "this is a folder, where a file belongs; rename it"
    say = what if isinstance(error, IsADirectoryError) else f"this file can't be read ({error.strerror}); mend that"
    return Problem(file, 1, 1, "unreadable", say)
