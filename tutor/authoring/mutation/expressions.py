"""Operators on formulas and conditions: a term left out, a wrong sign, `<` for `<=`, `and` for `or`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tutor.authoring.mutation.source import Change, Source, called, constant_int, is_module

_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: r"\+", ast.Sub: "-", ast.Mult: r"\*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: r"\*\*", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: r"\|",
}  # fmt: skip
_OTHERS: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Div: "*", ast.MatMult: "*", ast.BitAnd: "|", ast.BitOr: "&",
}  # fmt: skip
_BOTH_CAN_GO = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)  # of other operators, only the right operand
_COMPARISONS: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">")), ast.LtE: ("<=", ("<", ">=")), ast.Gt: (">", (">=", "<")), ast.GtE: (">=", (">", "<=")),
    ast.Eq: ("==", ("!=",)), ast.NotEq: ("!=", ("==", "<", ">")), ast.Is: ("is", ("is not",)),
    ast.IsNot: (r"is\s+not", ("is",)), ast.In: ("in", ("not in",)), ast.NotIn: (r"not\s+in", ("in",)),
}  # fmt: skip
_BINDS = ast.BinOp | ast.UnaryOp | ast.Attribute | ast.Subscript | ast.Starred  # tighter than a sum


def formulas(node: ast.AST, source: Source) -> Iterator[Change]:
    if not isinstance(node, ast.BinOp) or type(node.op) not in _SYMBOLS or _is_text(node.left) or _is_text(node.right):
        return
    kind = type(node.op)
    gap = source.gap(node.left, node.right, _SYMBOLS[kind])
    left, right = source.between(source.start(node), gap.left), source.between(gap.right, source.end(node))
    chained = isinstance(node.left, ast.BinOp) and type(node.left.op) in (kind, *_relatives(kind)) and left[0] != "("
    if kind is not ast.MatMult:
        yield source.replace(node, left)
    if kind in _BOTH_CAN_GO and not chained:
        yield source.replace(node, right)
    if (other := _OTHERS.get(kind)) and not _is_type(node, source) and not _is_list(node):
        yield Change(gap.start, gap.end, other, node)
    if kind is ast.Mult and not isinstance(node.left, ast.Constant) and not isinstance(node.right, ast.Constant):
        total = f"{left} + {right}"
        yield source.replace(node, f"({total})" if isinstance(source.parent(node), _BINDS) else total)
    if kind is ast.MatMult:
        second = f"({left})" if chained else left
        yield source.replace(node, f"{right} @ {second}")


def _relatives(kind: type[ast.operator]) -> tuple[type[ast.operator], ...]:
    return {ast.Add: (ast.Sub,), ast.Mult: (ast.Div, ast.MatMult), ast.MatMult: (ast.Mult, ast.Div)}.get(kind, ())


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_list(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.List | ast.ListComp | ast.Tuple) for side in (node.left, node.right))


def _is_type(node: ast.AST, source: Source) -> bool:
    """`list | tuple` in an isinstance."""
    while isinstance(node, ast.BinOp | ast.Tuple):
        node = source.parent(node)
    return called(node) in ("isinstance", "issubclass")


def signs(node: ast.AST, source: Source) -> Iterator[Change]:
    """`-x`, `~mask` and `not done` without their sign; `-1` as an axis or a place is no sign."""
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        exponent = isinstance(around := source.parent(node), ast.BinOp) and isinstance(around.op, ast.Pow)
        if constant_int(node) is None or exponent:
            width = len("not") if isinstance(node.op, ast.Not) else 1
            new = source.between(source.start(node) + width, source.end(node)).strip()
            yield source.replace(node, new, around if exponent else node)


def comparisons(node: ast.AST, source: Source) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for left, kind, right in zip([node.left, *node.comparators], node.ops, node.comparators):
            symbol, others = _COMPARISONS[type(kind)]
            gap = source.gap(left, right, symbol)
            for other in others:
                yield Change(gap.start, gap.end, other, node)


def connectives(node: ast.AST, source: Source) -> Iterator[Change]:
    """`and` for `or`, and conditions of which one part is forgotten."""
    if not isinstance(node, ast.BoolOp):
        return
    word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    gaps = [source.gap(left, right, rf"\b{word}\b") for left, right in zip(node.values, node.values[1:])]
    starts = [source.start(node), *(gap.right for gap in gaps)]
    ends = [*(gap.left for gap in gaps), source.end(node)]
    parts = [source.between(start, end) for start, end in zip(starts, ends)]
    tight = isinstance(source.parent(node), ast.BoolOp | ast.UnaryOp)
    joined = f" {other} ".join(parts)
    yield source.replace(node, f"({joined})" if tight else joined)
    for index in range(len(parts)):
        yield source.replace(node, f" {word} ".join(parts[:index] + parts[index + 1 :]))


def truths(node: ast.AST, source: Source) -> Iterator[Change]:
    """True for False; a keyword's is not changed, since it is dropped, and neither is that of `while True`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        around = source.parent(node)
        if not isinstance(around, ast.keyword | ast.While | ast.If | ast.IfExp):
            simple = around if isinstance(around, ast.Call | ast.Assign | ast.Return) else node
            yield source.replace(node, str(not node.value), simple)


def filters(node: ast.AST, source: Source) -> Iterator[Change]:
    """`[... for x in xs if good(x)]` that takes every x."""
    if isinstance(node, ast.comprehension):
        for each in node.ifs:
            yield Change(source.start(each), source.end(each), "True", each, (f"if {source.of(each)}", "if True"))


def defaults(node: ast.AST, source: Source) -> Iterator[Change]:
    """An argument that has a default is not used, but the default."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        if default := source.parameters(node).get(node.id, ("", ""))[1]:
            yield source.replace(node, default, source.around(node))


def mixed_up(node: ast.AST, source: Source) -> Iterator[Change]:
    """The next argument of the same type in the place of one, as after copying a line."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    around = source.around(node)
    if called(around) == "len" or (isinstance(around, ast.Attribute) and around.attr in ("device", "dtype", "shape")):
        return  # often the same for both
    parameters = source.parameters(node)
    alike = [name for name, (kind, _) in parameters.items() if kind and kind == parameters[node.id][0]]
    if len(alike) > 1:
        method = isinstance(around, ast.Attribute) and isinstance(source.parent(around), ast.Call)
        other = alike[(alike.index(node.id) + 1) % len(alike)]
        yield source.replace(node, other, source.parent(around) if method else around)


def infinities(node: ast.AST, source: Source) -> Iterator[Change]:
    """Zero for an infinite number: what a softmax is to leave out gets a share."""
    if isinstance(node, ast.Attribute) and node.attr == "inf" and is_module(node):
        around = source.parent(node)
        yield source.replace(around if isinstance(around, ast.UnaryOp) else node, "0.0")


OPERATORS = (formulas, signs, comparisons, connectives, truths, filters, defaults, mixed_up, infinities)
