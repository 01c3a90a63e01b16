"""The text of a reference and where its syntax lies in it; what the operators of `mutation` read and answer with."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from textwrap import dedent

from tutor.syntax import parse


@dataclass(frozen=True, slots=True)
class Change:
    """`new` in the place of the bytes from `start` to `end`, all of it inside `shown`, the piece that a name quotes.

    `label` is what to quote instead: the old and the new fragment.
    """

    start: int
    end: int
    new: str
    shown: ast.AST
    label: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two operands: where the left one ends (with its brackets), the operator, the right one."""

    left: int
    start: int
    end: int
    right: int


class Source:
    """Offsets are in bytes of UTF-8, as those of `ast` are."""

    def __init__(self, text: str) -> None:
        self.tree = parse(text)
        self._bytes = text.encode()
        self._starts = [0, *(match.end() for match in re.finditer(rb"\n", self._bytes))]
        self._parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def parent(self, node: ast.AST) -> ast.AST:
        return self._parents[node]

    def around(self, node: ast.AST) -> ast.AST:
        """The next larger piece that has a place of its own: no comprehension or item of a `with`."""
        node = self._parents[node]
        return node if hasattr(node, "lineno") else self.around(node)

    def function(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The innermost function around `node`."""
        while not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            node = self._parents[node]
        return node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None

    def parameters(self, name: ast.Name) -> dict[str, tuple[str, str]]:
        """All parameters of the function that `name` is a parameter of, with annotation and default where written."""
        node = self.function(name)
        while node is not None:
            both = [*node.args.posonlyargs, *node.args.args]
            defaults = [*[None] * (len(both) - len(node.args.defaults)), *node.args.defaults, *node.args.kw_defaults]
            found: dict[str, tuple[str, str]] = {}
            for each, default in zip([*both, *node.args.kwonlyargs], defaults):
                written = isinstance(default, ast.Constant) and default.value is not None
                constant = default if written or constant_int(default) is not None else None
                annotation = self.of(each.annotation) if each.annotation else ""
                found[each.arg] = (annotation, self.of(constant) if constant else "")
            if name.id in found:
                return found
            node = self.function(self._parents[node])
        return {}

    def start(self, node: ast.AST) -> int:
        place: ast.expr = node  # type: ignore[assignment]  # whatever has a place
        return self._starts[place.lineno - 1] + place.col_offset

    def end(self, node: ast.AST) -> int:
        place: ast.expr = node  # type: ignore[assignment]
        assert place.end_lineno is not None
        assert place.end_col_offset is not None
        return self._starts[place.end_lineno - 1] + place.end_col_offset

    def tree_line(self, node: ast.AST) -> int:
        """The line on which `node` begins; that of its target for a comprehension, which has none of its own."""
        return node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)

    def line(self, offset: int) -> int:
        return self._bytes.count(b"\n", 0, offset) + 1

    def between(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode()

    def of(self, node: ast.AST) -> str:
        return self.between(self.start(node), self.end(node))

    def replace(self, node: ast.AST, new: str, shown: ast.AST | None = None) -> Change:
        return Change(self.start(node), self.end(node), new, shown or node)

    def swap(self, first: ast.AST, second: ast.AST, shown: ast.AST) -> Change:
        """Both texts exchanged; what lies between them stays."""
        between = self.between(self.end(first), self.start(second))
        new = f"{self.of(second)}{between}{self.of(first)}"
        return Change(self.start(first), self.end(second), new, shown)

    def gap(self, left: ast.expr, right: ast.expr, operator: str) -> Gap:
        """Finds an operator (a regular expression) between its operands, past brackets and comments."""
        offset, text = self.end(left), self.between(self.end(left), self.start(right))
        place = next(each for each in re.finditer(rf"#[^\n]*|{operator}", text) if not each[0].startswith("#"))
        closed = [each.end() for each in re.finditer(r"#[^\n]*|\)", text[: place.start()]) if each[0] == ")"]
        opened = [each.start() for each in re.finditer(r"#[^\n]*|\(", text[place.end() :]) if each[0] == "("]
        return Gap(
            left=offset + max(closed, default=0),
            start=offset + len(text[: place.start()].encode()),
            end=offset + len(text[: place.end()].encode()),
            right=offset + len(text[: place.end()].encode()) + opened[0] if opened else self.start(right),
        )

    def changed(self, change: Change) -> str:
        """The whole text with the change in it. Lines that go are made up for behind it, so that all others stay."""
        rest = self._bytes[change.end :].decode()
        lost = self.between(change.start, change.end).count("\n") - change.new.count("\n")
        if lost > 0:
            line, newline, below = rest.partition("\n")
            rest = f"{line}{newline * (lost + 1)}{below}"
        return self.between(0, change.start) + change.new + rest

    def fragments(self, change: Change) -> tuple[str, str]:
        """The shown piece before and after the change, each on one line."""
        start, end = self.start(change.shown), self.end(change.shown)
        new = self.between(start, change.start) + change.new + self.between(change.end, end)
        return on_one_line(self.between(start, end)), on_one_line(new)


def on_one_line(text: str) -> str:
    if "\n" not in text:
        return text.strip()
    try:
        tree: ast.AST = ast.parse(f"({text})", mode="eval")
    except SyntaxError:
        try:
            tree = parse(dedent(text))
        except SyntaxError:
            return " ".join(text.split())
    return " ".join(ast.unparse(tree).split())


def constant_int(node: ast.AST | None) -> int | None:
    """The number if `node` is one that is written out, such as 2 or -1."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node, sign = node.operand, -1
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return sign * node.value
    return None


def called(node: object) -> str:
    """The last name of what a call calls: `softmax` of `x.softmax(1)`, `F.softmax(x, 1)` and `softmax(x)`."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            return node.func.attr
        if isinstance(node.func, ast.Name):
            return node.func.id
    return ""


def is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


_MODULES = {"torch", "nn", "F", "functional", "np", "numpy", "math", "random", "itertools"}


def is_module(node: ast.AST) -> bool:
    """Whether `node` names an imported module, as far as its usual name tells (`nn.functional`)."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in _MODULES
