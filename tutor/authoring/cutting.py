"""Makes a stub of a solution: its text with the bodies cut out that the learner is to write.

What stays: everything outside the names under `implement`; of those the decorators, the signature, the docstring and
each line marked `# given`. A marked `for` or `if` line stays without its block, a marked `def` or `class` line with all
of it. Where a *class* is listed, each of its methods is cut; its private helpers (`_name`) and class-level statements
go altogether unless marked, since they belong to the solution. The text is cut by lines and never written anew, so
comments and layout survive.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from tutor.course.files import defined_names
from tutor.course.stubtext import UNFINISHED, unfinished
from tutor.syntax import parse

_GIVEN = re.compile(r"#\s*given\b")
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class StubError(Exception):
    """A solution that can't be cut; one sentence, with the line."""


def generate(solution: str, implement: Iterable[str]) -> str:
    """The stub's text, without the first line that says so (see `stubtext.with_first_line`).

    Raises StubError where a name is not defined, nothing would be left to write, or a given line stands in a block that
    is cut.
    """
    names = tuple(implement)
    cutter = _cut(solution, names)
    stub = cutter.text()
    left = unfinished(stub)
    for name in names:
        if not any(each == name or each.startswith(f"{name}.") for each in left):
            raise StubError(f"nothing of `{name}` is left to write; not all of it can be given")
    return stub


def written_lines(solution: str, implement: Iterable[str]) -> frozenset[int]:
    """The lines, from 1, of all statements that a learner writes, which are those that the stub does not keep.

    Raises StubError where a name is not defined.
    """
    return frozenset(_cut(solution, tuple(implement)).written)


def _cut(solution: str, names: tuple[str, ...]) -> _Cutter:
    try:
        cutter = _Cutter(solution)
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        raise StubError(f"the solution is not Python: {error}") from error
    defined = defined_names(cutter.tree)
    for name in names:
        if name not in defined:
            raise StubError(f"the solution defines no `{name}`")
        if name.rpartition(".")[0] not in names:
            cutter.cut(defined[name])
    return cutter


class _Cutter:
    """The lines of one solution (numbered from 1, as `ast` has them) and what becomes of each."""

    def __init__(self, text: str) -> None:
        self.tree = parse(text)
        self._lines = io.StringIO(text, newline="").readlines()
        tokens = tokenize.generate_tokens(iter([*self._lines, ""]).__next__)
        self._marked = {
            each.start[0] for each in tokens if each.type == tokenize.COMMENT and _GIVEN.search(each.string)
        }
        self._edits: list[tuple[int, int, list[str]]] = []
        self.written: set[int] = set()

    def text(self) -> str:
        lines = list(self._lines)
        for first, last, new in sorted(self._edits, reverse=True):
            lines[first - 1 : last] = new
        stub = "".join(lines)
        try:
            parse(stub)
        except SyntaxError as error:
            raise StubError(f"the stub would not be Python (its line {error.lineno}): {error.msg}") from error
        return stub

    def cut(self, node: _Definition) -> None:
        if isinstance(node, ast.ClassDef):
            self._cut_class(node)
        else:
            self._cut_function(node)

    def _cut_class(self, node: ast.ClassDef) -> None:
        for each in _after_docstring(node):
            if self._is_given(each):
                continue
            if isinstance(each, ast.ClassDef):
                self._cut_class(each)
            elif isinstance(each, _Function) and (not each.name.startswith("_") or each.name.endswith("__")):
                self._cut_function(each)
            else:
                self._remove(each)

    def _remove(self, node: ast.stmt) -> None:
        """Takes the statement away, with the comments right above it and the blank lines above those."""
        first = _first(node)
        self.written.update(range(first, _last(node) + 1))
        while self._is_comment(first - 1):
            first -= 1
        while self._is_blank(first - 1):
            first -= 1
        self._edits.append((first, _last(node), []))

    def _cut_function(self, node: _Function) -> None:
        body = _after_docstring(node)
        if not body:
            raise StubError(f"`{node.name}` (line {node.lineno}) has no body to cut")
        first, last = _first(body[0]), _last(body[-1])
        if not self._lines[first - 1][: body[0].col_offset].isspace():
            self._cut_one_liner(body[0], last)
            return
        above = node.lineno if body is node.body else _last(node.body[0])
        while first - 1 > above and (self._is_comment(first - 1) or self._is_blank(first - 1)):
            first -= 1
        end = last
        while end < len(self._lines) and self._continues(end + 1, body[0].col_offset):
            end += 1
            last = end if self._is_comment(end) else last
        kept, statements = set[int](), dict[int, int]()
        self._sort(body, kept, statements)
        self.written.update(*(range(start, end + 1) for start, end in statements.items()))
        kept |= {line for line in range(first, last + 1) if line in self._marked and self._is_comment(line)}
        self._edits.append((first, last, list(self._rewritten(first, last, kept, statements))))

    def _cut_one_liner(self, statement: ast.stmt, last: int) -> None:
        """`def f(x): return x`: the body begins behind the colon."""
        self.written.update(range(statement.lineno, last + 1))
        line = self._lines[statement.lineno - 1]
        before = line.encode()[: statement.col_offset].decode()
        self._edits.append((statement.lineno, last, [before + UNFINISHED + self._newline]))

    def _sort(self, body: list[ast.stmt], kept: set[int], statements: dict[int, int]) -> None:
        """Puts each line of these statements into `kept`, or into `statements` (first line to last line) to be cut."""
        for node in body:
            lines = range(_first(node), _last(node) + 1)
            inner = [] if isinstance(node, _Definition) else list(_blocks(node))
            if not self._is_given(node):
                if stray := sorted(self._marked.intersection(lines)):
                    say = f"line {stray[0]} is marked as given, but line {lines[0]}, whose block it is in, is not"
                    raise StubError(say)
                statements[lines[0]] = lines[-1]
                continue
            covered = {line for each in inner for line in range(_first(each), _last(each) + 1)}
            covered |= {line for line in lines if inner and (self._is_comment(line) or self._is_blank(line))}
            kept.update(set(lines) - covered)
            self._sort([each for each in inner if _first(each) != lines[0]], kept, statements)
            kept.add(lines[0])

    def _rewritten(self, first: int, last: int, kept: set[int], statements: dict[int, int]) -> Iterator[str]:
        """The lines `first` to `last`: each run of cut lines with a statement in it becomes one `raise`."""
        line, blanks, after_cut = first, list[str](), False
        while line <= last:
            text = self._lines[line - 1]
            if line in kept:
                yield from blanks
                yield text
                blanks, after_cut = [], False
            elif line in statements:
                if not after_cut:
                    yield from blanks
                    yield text[: len(text) - len(text.lstrip())] + UNFINISHED + self._newline
                blanks, after_cut = [], True
                line = statements[line]
            elif self._is_blank(line) and line != first:
                blanks.append(text)
            line += 1

    def _is_given(self, node: ast.stmt) -> bool:
        """Whether the statement is marked; one with a block is where the mark is above the block."""
        blocks = node.body if isinstance(node, _Definition) else list(_blocks(node))
        last = max(_first(blocks[0]) - 1, _first(node)) if blocks else _last(node)
        lines = range(_first(node), last + 1)
        return any(line in self._marked and not self._is_comment(line) for line in lines)

    def _continues(self, line: int, indent: int) -> bool:
        """Whether a line behind the last statement still belongs to the body: blank, or a comment as deep."""
        text = self._lines[line - 1]
        return self._is_blank(line) or (self._is_comment(line) and len(text) - len(text.lstrip()) >= indent)

    def _is_comment(self, line: int) -> bool:
        return self._lines[line - 1].lstrip().startswith("#")

    def _is_blank(self, line: int) -> bool:
        return not self._lines[line - 1].strip()

    @property
    def _newline(self) -> str:
        return "\r\n" if self._lines[0].endswith("\r\n") else "\n"


def _after_docstring(node: _Definition) -> list[ast.stmt]:
    return node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body


def _blocks(node: ast.stmt) -> Iterator[ast.stmt]:
    """The statements right inside a compound statement, in order: of its body, handlers, cases, else and finally."""
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        for each in getattr(node, name, ()):
            if isinstance(each, ast.stmt):
                yield each
            else:
                yield from each.body


def _first(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _Definition) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno
