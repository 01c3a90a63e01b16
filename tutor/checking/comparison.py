"""Does what was observed agree with the reference, and if not, how to say it without giving the answer away.

Type, shape and dtype come first, then finiteness, then values, then the graph: `torch.allclose` alone accepts
broadcasts and empty tensors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch

from tutor.checking.show import shown
from tutor.checking.wire import Strange

# Relative and absolute tolerance. Not tighter in float64: dividing by a float32 √d, a right answer in a common
# spelling, is 2-9e-8 off. The absolute one shrinks with the expected values, so zeros can't hide among small numbers.
_TOLERANCE = {torch.float64: (1e-6, 1e-8, 1e-12), torch.float32: (1e-4, 1e-5, 1e-7)}
_COARSE = (2e-2, 1e-2, 1e-3)


@dataclass(frozen=True, slots=True)
class Difference:
    """How one observation departs. `sentence` follows its name and a colon: "yours has shape (3, 5); expected …"."""

    kind: str
    sentence: str


def compare(got: Any, expected: Any, tol: float = 1.0) -> Difference | None:
    """The first difference, or None. Containers are compared part by part."""
    if isinstance(got, Strange):
        return Difference("type", f"yours is {got.what}; expected {kind_of(expected)}")
    if isinstance(expected, torch.Tensor):
        return _compare_tensors(got, expected, tol)
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        same = type(got) is type(expected) and got == expected
        if same:
            return None
        if type(got) is not type(expected):
            return Difference("type", f"yours is {kind_of(got)}; expected {kind_of(expected)}")
        return Difference("value", f"yours is {shown(got)}, which is not right")
    if isinstance(expected, int | float):
        return _compare_numbers(got, expected, tol)
    if isinstance(expected, list | tuple):
        return _compare_sequences(got, expected, tol)
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, tol)
    raise TypeError(f"a reference observed {type(expected).__name__}, which can't be compared")


def agrees(got: Any, expected: Any, tol: float = 1.0) -> bool:
    """Whether `compare` finds no difference; of tensors it is told sooner, as nobody reads where they differ."""
    if not (isinstance(got, torch.Tensor) and isinstance(expected, torch.Tensor)):
        return compare(got, expected, tol) is None
    if got.shape != expected.shape or got.dtype != expected.dtype or got.requires_grad != expected.requires_grad:
        return False
    return _same_values(got.detach(), expected.detach(), tol)


def _compare_tensors(got: Any, expected: torch.Tensor, tol: float) -> Difference | None:
    if not isinstance(got, torch.Tensor):
        return Difference("type", f"yours is {kind_of(got)}; expected {kind_of(expected)}")
    if got.shape != expected.shape:
        return Difference("shape", f"yours has shape {tuple(got.shape)}; expected {tuple(expected.shape)}")
    if got.dtype != expected.dtype:
        return Difference("dtype", f"yours has dtype {dtype_name(got)}; expected {dtype_name(expected)}")
    return _compare_values(got.detach(), expected.detach(), tol) or _compare_graphs(got, expected)


def _compare_graphs(got: torch.Tensor, expected: torch.Tensor) -> Difference | None:
    if got.requires_grad and not expected.requires_grad:
        return Difference("graph", "yours still carries its graph (requires_grad is True); it should be a plain value")
    if expected.requires_grad and not got.requires_grad:
        return Difference("graph", "yours is cut off from the graph: no gradient can flow back through it")
    return None


def _compare_values(got: torch.Tensor, expected: torch.Tensor, tol: float) -> Difference | None:
    if _same_values(got, expected, tol):
        return None
    if not expected.is_floating_point():
        return _tensor_values(got, expected, got != expected)
    wrong_nan = ~torch.isfinite(got) & torch.isfinite(expected)
    if wrong_nan.any():
        return _not_finite(got, wrong_nan)
    return _tensor_values(got, expected, ~_close(got, expected, tol))


def _same_values(got: torch.Tensor, expected: torch.Tensor, tol: float) -> bool:
    if torch.equal(got, expected):  # most often, and far quicker than the tolerance
        return True
    if not expected.is_floating_point():
        return False
    size = expected.double().abs()
    largest = float(size.max())
    if not math.isfinite(largest):
        return not (~torch.isfinite(got) & torch.isfinite(expected)).any() and bool(_close(got, expected, tol).all())
    apart = (got.double() - expected.double()).abs()
    return bool((apart <= _allowed(size, largest, expected.dtype, tol)).all())  # which nothing that is not finite is


def _close(got: torch.Tensor, expected: torch.Tensor, tol: float) -> torch.Tensor:
    finite = expected[torch.isfinite(expected)].abs().double()
    largest = float(finite.max()) if finite.numel() else 0.0
    allowed = _allowed(expected.double().abs(), largest, expected.dtype, tol)
    same = (got == expected) | (got.isnan() & expected.isnan())
    near = (got.double() - expected.double()).abs() <= allowed  # everything is, where inf is expected
    return same | (near & torch.isfinite(expected))


def _allowed(size: torch.Tensor, largest: float, dtype: torch.dtype, tol: float) -> torch.Tensor:
    rtol, atol, floor = _TOLERANCE.get(dtype, _COARSE)
    return tol * (max(floor, atol * min(1.0, largest)) + rtol * size)


def _tensor_values(got: torch.Tensor, expected: torch.Tensor, wrong: torch.Tensor) -> Difference | None:
    if not wrong.any():
        return None
    apart = (got.double() - expected.double()).abs().masked_fill(~wrong, -1.0)
    apart = apart.nan_to_num(nan=math.inf, posinf=math.inf)
    place = _place(int(apart.argmax()), expected.shape)
    count = f"{int(wrong.sum())} of {wrong.numel()} values differ" if wrong.numel() > 1 else "the value differs"
    which = "first" if got.dtype == torch.bool else "most"  # False and True are never further apart than once
    where = f", the {which} at {place}" if place else ""
    yours = shown(got[tuple(place)].item() if place else got.item())
    if got.dtype == torch.bool or not got.is_floating_point():
        return Difference("value", f"the shape {tuple(got.shape)} is right, but {count}{where}: yours is {yours} there")
    most = float(apart.max())
    return Difference(
        "value", f"the shape {tuple(got.shape)} is right, but {count}{where}: yours is {yours} there, off by {most:.3g}"
    )


def _not_finite(got: torch.Tensor, wrong: torch.Tensor) -> Difference:
    place = _place(int(wrong.flatten().double().argmax()), got.shape)
    value = got[tuple(place)].item() if place else got.item()
    where = f" at {place}" if place else ""
    return Difference("finite", f"yours is {value}{where}; a finite number is expected there")


def _compare_numbers(got: Any, expected: float, tol: float) -> Difference | None:
    if (
        isinstance(got, bool)
        or not isinstance(got, int | float)
        or (isinstance(expected, int) and isinstance(got, float))
    ):
        hint = " (`.item()` turns a tensor of one value into a number)" if isinstance(got, torch.Tensor) else ""
        return Difference("type", f"yours is {kind_of(got)}; expected {kind_of(expected)}{hint}")
    if isinstance(expected, int):
        return None if got == expected else Difference("value", f"yours is {shown(got)}, which is not right")
    if math.isfinite(expected) and not math.isfinite(got):
        return Difference("finite", f"yours is {got}; a finite number is expected")
    if got == expected or (math.isnan(expected) and math.isnan(got)):
        return None
    rtol, atol, floor = _TOLERANCE[torch.float64]
    allowed = tol * (max(floor, atol * min(1.0, abs(expected))) + rtol * abs(expected))
    if math.isfinite(expected) and abs(got - expected) <= allowed:
        return None
    return Difference("value", f"yours is {shown(got)}, off by {abs(got - expected):.3g}")


def _compare_sequences(got: Any, expected: list[Any] | tuple[Any, ...], tol: float) -> Difference | None:
    if type(got) is not type(expected):
        return Difference("type", f"yours is {kind_of(got)}; expected {kind_of(expected)}")
    if len(got) != len(expected):
        items = "1 item" if len(got) == 1 else f"{len(got)} items"
        if got and all(type(item) is str for item in got):  # names, or what is wrong, in words
            items = f"{items}, {shown(got)}"
        return Difference("shape", f"yours has {items}; expected {len(expected) or 'none'}")
    for index, (mine, right) in enumerate(zip(got, expected, strict=True)):
        if found := compare(mine, right, tol):
            return Difference(found.kind, f"item {index}: {found.sentence}")
    return None


def _compare_dicts(got: Any, expected: dict[Any, Any], tol: float) -> Difference | None:
    if not isinstance(got, dict):
        return Difference("type", f"yours is {kind_of(got)}; expected a dict")
    for key, right in expected.items():
        if key not in got:
            return Difference("shape", f"yours has no entry {shown(key)}; its entries are {shown(list(got))}")
        if found := compare(got[key], right, tol):
            return Difference(found.kind, f"entry {shown(key)}: {found.sentence}")
    extra = [key for key in got if key not in expected]
    return Difference("shape", f"yours has the extra entry {shown(extra[0])}") if extra else None


def _place(flat: int, shape: torch.Size) -> list[int]:
    place = []
    for size in reversed(shape):
        place.append(flat % size)
        flat //= size
    return place[::-1]


def dtype_name(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def kind_of(value: Any) -> str:
    """What a learner would call it: "a tensor of shape (3, 5), float64"."""
    if isinstance(value, Strange):
        return value.what
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}, {dtype_name(value)}"
    if value is None:
        return "None, as if nothing were returned"
    name = {"str": "text", "dict": "a dict", "int": "an int"}.get(type(value).__name__, f"a {type(value).__name__}")
    return f"{name} of {len(value)} items" if isinstance(value, list | tuple) else name
