"""The wrong answers that need no author: what a careless file might return instead of the right result.

Each is the reference with a footer that wraps one function, so a fresh module has a fresh memory, as a learner's would.
`touched` tells whether the wrapper has changed anything that a check could have seen: one that returns zeros where the
right answer is zeros proves nothing. Touched and accepted means that the checks accept a wrong answer.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import GeneratorType
from typing import Any

import torch

from tutor.checking import inputs
from tutor.course.stubtext import unfinished
from tutor.syntax import parse

_TRIES = 6  # calls after which no gradient is looked for any more
_OTHER = {
    torch.float64: torch.float32,
    torch.float32: torch.float64,
    torch.float16: torch.float32,
    torch.bfloat16: torch.float32,
    torch.int64: torch.int32,
    torch.int32: torch.int64,
    torch.bool: torch.uint8,
}
Leaf = Callable[[Any, torch.Tensor | None], Any]


@dataclass(slots=True)
class _Notes:
    """What was seen of the wrong answer that is being tried."""

    touched: bool = False
    flows: bool = False
    tries: int = 0


_notes = _Notes()


def functions(stub: str, implement: Sequence[str]) -> list[str]:
    """The functions and methods (`GeneralScore.forward`) that the learner writes; of a class listed as a whole, all
    that the stub leaves open. A constructor returns nothing, so nothing can be put in its place."""
    return [
        name
        for name in unfinished(stub)
        if not name.endswith(".__init__") and (name in implement or name.rpartition(".")[0] in implement)
    ]


def names_for(reference: str, function: str) -> tuple[str, ...]:
    """The wrong answers to try for `function`: there is but one of a function that returns nothing."""
    return ("nothing",) if _returns_nothing(parse(reference), function) else NAMES


def _returns_nothing(tree: ast.Module, function: str) -> bool:
    body: list[ast.stmt] = tree.body
    found: ast.stmt | None = None
    for part in function.split("."):
        found = next((each for each in body if isinstance(each, _NAMED) and each.name == part), None)
        body = found.body if isinstance(found, _NAMED) else []
    return isinstance(found, ast.FunctionDef) and not any(
        isinstance(each, ast.Yield | ast.YieldFrom) or (isinstance(each, ast.Return) and _is_something(each.value))
        for each in _own(found.body)
    )


def _is_something(value: ast.expr | None) -> bool:
    return value is not None and not (isinstance(value, ast.Constant) and value.value is None)


def _own(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """All that is below these nodes, without what belongs to a function or class inside."""
    for node in nodes:
        if not isinstance(node, (*_NAMED, ast.Lambda)):
            yield node
            yield from _own(list(ast.iter_child_nodes(node)))


def twisted(reference: str, name: str, function: str) -> str:
    """The reference's text in which `function` answers as `name` says."""
    footer = f"from tutor.checking import generic as _generic\n\n_generic.twist({name!r}, {function!r}, globals())"
    return f"{reference}\n\n{footer}\n"


def twist(name: str, function: str, module: dict[str, Any]) -> None:
    """Wraps `function` in the module that has just been executed."""
    owner, _, short = function.rpartition(".")
    before = vars(module[owner])[short] if owner else module[short]
    wrap = _WRAPS.get(name) or functools.partial(_changing, _LEAVES[name])
    after: Any
    if isinstance(before, staticmethod | classmethod):
        after = type(before)(wrap(before.__func__))
    elif isinstance(before, property) and before.fget:
        after = before.getter(wrap(before.fget))
    elif callable(before):
        after = wrap(before)
    else:
        return
    if owner:
        setattr(module[owner], short, after)
    else:
        module[short] = after


def forget() -> None:
    """Before a new wrong answer is tried."""
    _notes.touched, _notes.flows, _notes.tries = False, False, 0


def touched() -> bool:
    """Whether anything was changed since."""
    return _notes.touched


def would_flow() -> bool:
    """Whether a gradient would have flowed to an input since, had a check sent one (noted by `detached` alone)."""
    return _notes.flows and not _notes.touched


def _changing(leaf: Leaf, call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def changed(*args: Any, **named: Any) -> Any:
        result = call(*args, **named)
        return _mapped(result, leaf, next(inputs.tensors([args, named]), None))

    return changed


def _detaching(call: Callable[..., Any]) -> Callable[..., Any]:
    changed = _changing(_detached, call)

    @functools.wraps(call)
    def cut(*args: Any, **named: Any) -> Any:
        if _notes.tries < _TRIES and not _notes.touched and not _notes.flows:
            done, _notes.tries = _notes.tries + 1, _TRIES  # not at every depth of a function that calls itself
            _notes.flows = inputs.flows(call, args, named)
            _notes.tries = done
        return changed(*args, **named)

    return cut


def _spoiling(call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def spoiling(*args: Any, **named: Any) -> Any:
        result, damaged = inputs.spoiled(call, args, named)
        if damaged:
            _touch()
        return result

    return spoiling


def _idling(call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def idle(*args: Any, **named: Any) -> None:
        _touch()

    return idle


def _remembering(call: Callable[..., Any]) -> Callable[..., Any]:
    memory: list[Any] = []

    @functools.wraps(call)
    def remembered(*args: Any, **named: Any) -> Any:
        result = call(*args, **named)
        if isinstance(result, GeneratorType):
            return result
        if not memory:
            memory.append(result)
        elif not _same(memory[0], result):
            _touch()
        return memory[0]

    return remembered


def _mapped(value: Any, leaf: Leaf, first: torch.Tensor | None) -> Any:
    """The result with each tensor, number, truth value and text in it changed."""
    if isinstance(value, torch.Tensor) or type(value) in (int, float, bool, str):
        with torch.set_grad_enabled(isinstance(value, torch.Tensor) and value.requires_grad):
            changed = leaf(value, first)
        if changed is not value and not (
            _same(changed, value) and _flows(changed) == _flows(value) and _kind(changed) == _kind(value)
        ):
            _touch()
        return changed
    if isinstance(value, GeneratorType):
        return (_mapped(item, leaf, first) for item in value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_mapped(item, leaf, first) for item in value))
    if type(value) in (list, tuple):
        return type(value)(_mapped(item, leaf, first) for item in value)
    if type(value) is dict:
        return {key: _mapped(item, leaf, first) for key, item in value.items()}
    return value


def _touch() -> None:
    _notes.touched = True


def _flows(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.requires_grad


def _kind(value: Any) -> Any:
    return value.dtype if isinstance(value, torch.Tensor) else type(value)


def _same(one: Any, two: Any) -> bool:
    """Whether two results have equal shapes and values; what can't be compared counts as the same."""
    if isinstance(one, torch.Tensor) and isinstance(two, torch.Tensor):
        return one.shape == two.shape and _near(one.detach(), two.detach())
    if isinstance(one, list | tuple) and isinstance(two, list | tuple):
        return len(one) == len(two) and all(map(_same, one, two))
    if isinstance(one, dict) and isinstance(two, dict):
        return set(one) == set(two) and all(_same(one[key], two[key]) for key in one)
    if isinstance(one, float) and isinstance(two, float):
        return _near(torch.tensor(one), torch.tensor(two))
    plain = (int, float, str, type(None), torch.Tensor, list, tuple, dict)
    if isinstance(one, plain) and isinstance(two, plain):
        return type(one) is type(two) and one == two
    return True


def _near(one: torch.Tensor, two: torch.Tensor) -> bool:
    return torch.allclose(one.double(), two.double(), rtol=1e-4, atol=1e-9, equal_nan=True)


# -- one function for each; the graph is kept where it is not the point, so that values alone decide


def _filled(number: float, value: Any, first: torch.Tensor | None) -> Any:
    if isinstance(value, str):
        return value if number else ""
    if not isinstance(value, torch.Tensor):
        return type(value)(number)
    full = torch.full_like(value, number, requires_grad=False)
    return torch.where(torch.zeros_like(value, dtype=torch.bool), value, full) if value.requires_grad else full


def _echo(value: Any, first: torch.Tensor | None) -> Any:
    return first if isinstance(value, torch.Tensor) and first is not None else value


def _detached(value: Any, first: torch.Tensor | None) -> Any:
    return value.detach() if _flows(value) else value


def _dtype(value: Any, first: torch.Tensor | None) -> Any:
    return value.to(_OTHER.get(value.dtype, value.dtype)) if isinstance(value, torch.Tensor) else value


def _transposed(value: Any, first: torch.Tensor | None) -> Any:
    return value.mT.contiguous() if isinstance(value, torch.Tensor) and value.ndim >= 2 else value


def _near_by(value: Any, first: torch.Tensor | None) -> Any:
    floats = value.is_floating_point() if isinstance(value, torch.Tensor) else type(value) is float
    return value * 1.01 if floats else value


_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LEAVES: dict[str, Leaf] = {
    "zeros": functools.partial(_filled, 0.0),
    "ones": functools.partial(_filled, 1.0),
    "echo": _echo,
    "dtype": _dtype,
    "transposed": _transposed,
    "near": _near_by,
}
_WRAPS = {"detached": _detaching, "remembered": _remembering, "spoils": _spoiling, "nothing": _idling}
NAMES = ("zeros", "ones", "echo", "detached", "dtype", "transposed", "remembered", "near", "spoils")
