"""Operators on calls: a wrong axis, an argument forgotten or in the wrong place, a step of a chain left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from tutor.authoring.mutation.source import Change, Source, called, constant_int, is_module, is_self

_AXES = {0: (1, -1), 1: (0, 2), -1: (0, -2)}  # the last axis is often taken for the first, or for its neighbour
_AXIS_KEYWORDS = {"dim", "axis", "start_dim", "end_dim"}
_REDUCTIONS = frozenset(
    ("sum", "mean", "std", "var", "any", "all", "max", "min", "amax", "amin", "argmax", "argmin", "prod", "norm")
    + ("logsumexp", "median")
)
_SHAPED = frozenset(("zeros", "ones", "full", "empty", "rand", "randn", "new_zeros", "new_ones", "view", "reshape"))
_AXIS_FIRST = (_REDUCTIONS - {"norm"}) | {
    "unsqueeze", "squeeze", "softmax", "log_softmax", "cumsum", "cumprod", "size", "flatten", "select", "index_select",
    "gather", "unbind", "transpose", "swapaxes", "sort", "flip", "cat", "stack", "concat",
}  # fmt: skip
_STEPS = _REDUCTIONS | {  # of a chain; what they are called on could stand in the place of their result
    "detach", "clone", "unsqueeze", "squeeze", "t", "transpose", "permute", "flatten", "view", "reshape", "repeat",
    "float", "double", "long", "int", "bool", "half", "to", "type", "softmax", "log_softmax", "sigmoid", "tanh", "relu",
    "exp", "log", "abs", "sqrt", "square", "pow", "clamp", "clip", "cumsum", "flip", "sort", "masked_fill", "round",
    "requires_grad_", "grad", "tril", "triu", "item", "tolist", "lower", "upper", "strip", "copy", "sign", "T", "mT",
}  # fmt: skip
_WRAPPERS = {
    "tanh", "exp", "log", "sqrt", "abs", "sigmoid", "relu", "gelu", "softmax", "log_softmax", "square", "round",
    "sorted", "dropout",
}  # fmt: skip
_PAIRS = (
    ("sum", "mean"), ("any", "all"), ("max", "min"), ("amax", "amin"), ("argmax", "argmin"), ("zeros", "ones"),
    ("zeros_like", "ones_like"), ("new_zeros", "new_ones"), ("maximum", "minimum"), ("cat", "stack"),
    ("tanh", "sigmoid"), ("tril", "triu"), ("lower", "upper"), ("floor", "ceil"), ("eval", "train"),
)  # fmt: skip
_CONFUSED = dict(_PAIRS) | {second: first for first, second in _PAIRS} | {"log_softmax": "softmax", "round": "int"}
_BUILTINS = {"any", "all", "max", "min", "round"}
_SYMMETRIC = {  # or such that nobody would take one argument for the other
    "maximum", "minimum", "max", "min", "transpose", "swapaxes", "add", "mul", "equal", "allclose", "isclose", "dist",
    "gcd", "isinstance", "hasattr", "getattr", "setattr", "range", "arange", "super", "print", "get",
}  # fmt: skip
_NO_MISTAKE = {
    "device", "strict", "out", "non_blocking", "pin_memory", "num_workers", "memory_format", "weights_only",
}  # fmt: skip
_NEEDED = {"clamp", "clip", "masked_fill", "softmax", "log_softmax", "unsqueeze", "cat", "stack", "concat"}


def dims(node: ast.AST, source: Source) -> Iterator[Change]:
    if not isinstance(node, ast.Call):
        return
    numbers = [each.value for each in node.keywords if each.arg in _AXIS_KEYWORDS]
    if called(node) in _AXIS_FIRST and isinstance(node.func, ast.Attribute):
        skip = 1 if is_module(node.func.value) else 0
        numbers += node.args[skip : skip + (2 if called(node) in ("transpose", "swapaxes") else 1)]
    for number in numbers:
        if (value := constant_int(number)) is not None:
            for other in _AXES.get(value, (value - 1 if value > 0 else value + 1,)):
                yield source.replace(number, str(other), node)


def kept_axis(node: ast.AST, source: Source) -> Iterator[Change]:
    """`keepdim=True` where the axis should go."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or is_self(node.func.value):
        return
    if called(node) in _REDUCTIONS:
        names = {each.arg for each in node.keywords}
        first = called(node) in _AXIS_FIRST and len(node.args) > is_module(node.func.value)
        if (first or names & _AXIS_KEYWORDS) and not names & {"keepdim", "keepdims"}:
            last = [*node.args, *(each.value for each in node.keywords)][-1]
            yield Change(source.end(last), source.end(last), ", keepdim=True", node)


def keywords(node: ast.AST, source: Source) -> Iterator[Change]:
    """A keyword forgotten."""
    if not isinstance(node, ast.Call):
        return
    arguments = sorted([*node.args, *node.keywords], key=source.start)
    for word in node.keywords:
        if word.arg is None or word.arg in _NO_MISTAKE or called(node) in _NEEDED:
            continue
        index = arguments.index(word)
        start = source.end(arguments[index - 1]) if index else source.start(word)
        end = source.end(word) if index or len(arguments) == 1 else source.start(arguments[1])
        yield Change(start, end, "", node)


def argument_order(node: ast.AST, source: Source) -> Iterator[Change]:
    if not isinstance(node, ast.Call) or not node.args or called(node) in _SYMMETRIC:
        return
    rest = node.args[1:] if called(node) == "where" else node.args
    for first, second in pairwise(rest):
        if _kind(first, source) == _kind(second, source) != "" and source.of(first) != source.of(second):
            yield source.swap(first, second, node)
    joined = called(node) in ("cat", "concat", "stack") or (called(node) in _SHAPED and isinstance(rest[0], ast.Tuple))
    if joined and node.args and isinstance(node.args[0], ast.List | ast.Tuple):
        for first, second in pairwise(node.args[0].elts):
            yield source.swap(first, second, node)


def _kind(node: ast.expr, source: Source) -> str:
    """Only what could be taken for each other is exchanged: two numbers, two values; empty: leave alone."""
    if constant_int(node) is not None:
        return "number"
    bare = node.operand if isinstance(node, ast.UnaryOp) else node
    if isinstance(bare, ast.Starred | ast.Lambda | ast.Constant | ast.JoinedStr | ast.List | ast.Tuple | ast.Dict):
        return ""
    if isinstance(bare, ast.Attribute) and is_module(bare):
        return ""  # math.inf, torch.float32
    if isinstance(bare, ast.Name) and (parameters := source.parameters(bare)):
        return f"value {parameters[bare.id][0]}".strip()
    return "value"


def chains(node: ast.AST, source: Source) -> Iterator[Change]:
    """`x.detach().clone()` without one of its steps, `W.T` without its `.T`."""
    around = source.parent(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not isinstance(around, ast.Expr):
        attribute: ast.Attribute = node.func
        if any("device" in source.of(each) for each in node.args):
            return
    elif isinstance(node, ast.Attribute) and node.attr in ("T", "mT", "grad") and isinstance(node.ctx, ast.Load):
        attribute = node
    else:
        return
    if attribute.attr in _STEPS and not is_module(attribute.value) and not is_self(attribute.value):
        before = source.between(source.start(node), source.end(attribute))
        yield source.replace(node, before[: before.rindex(".")].rstrip())


def wrappers(node: ast.AST, source: Source) -> Iterator[Change]:
    """`math.sqrt(x)` as x, and `self.norm(x)` as x: a step that is not there."""
    several = called(node) in ("softmax", "log_softmax", "dropout")
    if not isinstance(node, ast.Call) or (len(node.args) != 1 and not several):
        return
    function = node.func
    layer = isinstance(function, ast.Attribute) and is_self(function.value)
    free = isinstance(function, ast.Name) or (isinstance(function, ast.Attribute) and is_module(function.value))
    if node.args and ((free and called(node) in _WRAPPERS) or (layer and not node.keywords)):
        new = source.of(node.args[0])
        loose = isinstance(node.args[0], ast.BinOp | ast.UnaryOp | ast.Compare | ast.BoolOp | ast.IfExp)
        tight = isinstance(source.parent(node), ast.BinOp | ast.UnaryOp | ast.Compare | ast.BoolOp | ast.Attribute)
        yield source.replace(node, f"({new})" if loose and tight else new)


def confused(node: ast.AST, source: Source) -> Iterator[Change]:
    """The neighbour of the right function: `mean` for `sum`, `all` for `any`, `stack` for `cat`."""
    name = called(node)
    if not isinstance(node, ast.Call) or name not in _CONFUSED or (name in ("eval", "train") and node.args):
        return
    own = isinstance(node.func, ast.Attribute) and is_self(node.func.value) and name not in ("eval", "train")
    if own or (isinstance(node.func, ast.Name) and name not in _BUILTINS) or source.of(node.func) != name == "round":
        return
    end = source.end(node.func)
    yield Change(end - len(name), end, _CONFUSED[name], node)


def sigmoids(node: ast.AST, source: Source) -> Iterator[Change]:
    """Each score squeezed by itself, where a softmax shares out among all."""
    if isinstance(node, ast.Call) and called(node) == "softmax" and isinstance(node.func, ast.Attribute):
        if not is_module(node.func.value):
            yield Change(source.end(node.func) - len("softmax"), source.end(node), "sigmoid()", node)


def counts(node: ast.AST, source: Source) -> Iterator[Change]:
    """One round too few or too many, and counting from one."""
    if called(node) not in ("range", "arange") or not isinstance(node, ast.Call) or not 1 <= len(node.args) <= 2:
        return
    first, last = node.args[0], node.args[-1]
    if not isinstance(last, ast.BinOp):
        if called(node) == "range":
            yield source.replace(last, f"{source.of(last)} - 1", node)
            yield source.replace(last, f"{source.of(last)} + 1", node)
        if first is last:
            stop = source.of(last) if called(node) == "range" else f"{source.of(last)} + 1"
            yield source.replace(last, f"1, {stop}", node)
    if first is not last and constant_int(first) is not None:
        yield source.replace(first, "0" if constant_int(first) else "1", node)


def stars(node: ast.AST, source: Source) -> Iterator[Change]:
    if isinstance(node, ast.Starred) and isinstance(call := source.parent(node), ast.Call):
        yield source.replace(node, source.between(source.start(node) + 1, source.end(node)), call)


OPERATORS = (dims, kept_axis, keywords, argument_order, chains, wrappers, confused, sigmoids, counts, stars)
