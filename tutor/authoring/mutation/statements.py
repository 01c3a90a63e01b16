"""Operators on statements: a line forgotten, a condition that never or always holds, two steps in the wrong order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from tutor.authoring.mutation.source import Change, Source, called, on_one_line

_Simple = ast.Expr | ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Break | ast.Continue
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}


def forgotten(node: ast.AST, source: Source) -> Iterator[Change]:
    """A statement that is not there, where the program could run without it."""
    value = getattr(node, "value", None)
    if not isinstance(node, _Simple) or isinstance(value, ast.Yield | ast.YieldFrom) or called(value) == "print":
        return
    around = source.parent(node)
    if isinstance(around, ast.If) and around.body == [node] and not around.orelse:
        return  # the same as a condition that never holds
    if not isinstance(node, ast.Assign | ast.AnnAssign) or _bound_before(node, source):
        yield source.replace(node, "pass")


def _bound_before(node: ast.Assign | ast.AnnAssign, source: Source) -> bool:
    """Whether what is assigned has a value without it (or might); if not, forgetting it is no more than a NameError."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    function = source.function(node)
    if function is None or (isinstance(node, ast.AnnAssign) and node.value is None):
        return False
    before = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    stored = [each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
    before |= {each.id for each in stored if each.lineno < node.lineno}
    for target in targets:
        names = [each for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        if any(name.id not in before for name in names):
            return False
        if isinstance(target, ast.Attribute) and function.name == "__init__":
            return False  # an AttributeError later
    return True


def conditions(node: ast.AST, source: Source) -> Iterator[Change]:
    if isinstance(node, ast.If | ast.IfExp):
        fixed = isinstance(node.test, ast.Constant)
        raises = isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise)
        for value in ("True", "False"):
            if not fixed and not (raises and value == "True"):
                label = (f"if {on_one_line(source.of(node.test))}", f"if {value}")
                yield Change(source.start(node.test), source.end(node.test), value, node.test, label)


def contexts(node: ast.AST, source: Source) -> Iterator[Change]:
    """`with torch.no_grad():` forgotten."""
    if isinstance(node, ast.With) and not any(item.optional_vars for item in node.items):
        start, end = source.start(node), source.end(node.items[-1].context_expr)
        yield Change(start, end, "if True", node, (on_one_line(source.between(start, end)), "if True"))


def steps(node: ast.AST, source: Source) -> Iterator[Change]:
    """`+=` for `-=`, and `=` for either: nothing adds up."""
    if isinstance(node, ast.AugAssign):
        sign = {ast.Add: r"\+=", ast.Sub: "-=", ast.Mult: r"\*=", ast.Div: "/="}.get(type(node.op), r"\S+=")
        gap = source.gap(node.target, node.value, sign)
        if other := _SIGNS.get(type(node.op)):
            yield Change(gap.start, gap.end, other, node)
        yield Change(gap.start, gap.end, "=", node)


def order(node: ast.AST, source: Source) -> Iterator[Change]:
    """Two neighbours the wrong way round, both of which are there for what they do."""
    if not isinstance(node, ast.stmt) or not _acts(node):
        return
    around = source.parent(node)
    for field in ("body", "orelse", "finalbody"):
        block = getattr(around, field, None)
        if not isinstance(block, list) or node not in block or block[-1] is node:
            continue
        after = block[block.index(node) + 1]
        if _acts(after) and not called(_value(node)) == called(_value(after)) != "":
            first, second = _header(node, source), _header(after, source)
            label = (f"{first}; {second}", f"{second}; {first}")
            swapped = source.swap(node, after, node)
            yield Change(swapped.start, swapped.end, swapped.new, node, label)


def _acts(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        own = isinstance(node.targets[0], ast.Attribute) and source_name(node.targets[0]) != "self"
        return own or isinstance(node.targets[0], ast.Subscript)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call) and called(node.value) not in ("print", "__init__")
    return isinstance(node, ast.AugAssign | ast.With)


def source_name(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def _value(node: ast.stmt) -> ast.AST:
    return getattr(node, "value", node)


def _header(node: ast.stmt, source: Source) -> str:
    if isinstance(node, ast.With):
        return f"{on_one_line(source.between(source.start(node), source.end(node.items[-1].context_expr)))}: …"
    return on_one_line(source.of(node))


def results(node: ast.AST, source: Source) -> Iterator[Change]:
    """Results in the wrong order."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        for first, second in pairwise(node.value.elts):
            yield source.swap(first, second, node)


OPERATORS = (forgotten, conditions, contexts, steps, order, results)
