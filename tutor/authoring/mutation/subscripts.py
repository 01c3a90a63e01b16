"""Operators on what stands in square brackets: off by one, the wrong end, the wrong axis."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from tutor.authoring.mutation.source import Change, Source, constant_int

_PLACES = {0: (1,), -1: (0,)}
_AXES = {0: (1,), 1: (0, 2), -1: (0, -2)}  # of a shape; two axes are most often taken for each other if they are close


def places(node: ast.AST, source: Source) -> Iterator[Change]:
    """`x[1]` for `x[0]`, `x` for `x[0]`, `x.shape[0]` for `x.shape[-1]`, `x[i - 1]` for `x[i]`."""
    if not isinstance(node, ast.Subscript):
        return
    shape = isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    for item in node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]:
        if (number := constant_int(item)) is not None:
            for other in (_AXES if shape else _PLACES).get(number, (number - 1 if number > 0 else number + 1,)):
                yield source.replace(item, str(other), node)
        elif isinstance(item, ast.Name):
            yield source.replace(item, f"{item.id} - 1", node)
    if constant_int(node.slice) is not None and not shape and isinstance(node.ctx, ast.Load):
        yield source.replace(node, _before(node, source))


def _before(node: ast.Subscript, source: Source) -> str:
    """What is indexed, with the brackets around it: all up to the `[` that belongs to the index."""
    text = source.between(source.start(node), source.start(node.slice))
    return text[: text.rindex("[")].rstrip()


def slices(node: ast.AST, source: Source) -> Iterator[Change]:
    if isinstance(node, ast.Slice) and not node.step:
        around = source.parent(node)
        shown = source.parent(around) if isinstance(around, ast.Tuple) else around
        for end in (node.lower, node.upper):
            if end is None:
                continue
            if constant_int(end) is not None:
                yield source.replace(end, "", shown)
            elif not isinstance(end, ast.BinOp):
                yield source.replace(end, f"{source.of(end)} + 1", shown)
                yield source.replace(end, f"{source.of(end)} - 1", shown)
        if node.lower and not node.upper:
            yield source.replace(node, f":{source.of(node.lower)}", shown)
        elif node.upper and not node.lower:
            yield source.replace(node, f"{source.of(node.upper)}:", shown)


def axes(node: ast.AST, source: Source) -> Iterator[Change]:
    """`x[:, None]`: the new axis in the wrong place, or none; `out[t, i]` or `out[:, t]` for `out[i, t]`."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
        return
    items = node.slice.elts
    for first, second in pairwise(items):
        if source.of(first) != source.of(second):
            yield source.swap(first, second, node)
    if not any(isinstance(each, ast.Slice | ast.Constant) for each in items):
        yield source.replace(items[0], ":", node)
    for index, item in enumerate(items):
        # One in front changes nothing where numbers are broadcast: x[None, :] + y is x[:] + y.
        if index and isinstance(item, ast.Constant) and item.value is None:
            left = ", ".join(source.of(each) for each in items[:index] + items[index + 1 :])
            yield source.replace(node.slice, left, node)


OPERATORS = (places, slices, axes)
