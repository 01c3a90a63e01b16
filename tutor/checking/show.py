"""Values as a learner reads them: short, rounded, never a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from tutor.checking.wire import Strange

_MAX = 600
DIGITS = 4  # significant ones
_MORE_DIGITS = (DIGITS, 7, 10, 17)


def shown(value: Any, digits: int = DIGITS) -> str:
    """One value as text: so many significant digits, long tensors cut in the middle."""
    if isinstance(value, Strange):
        return _cut(value.what)
    if isinstance(value, torch.Tensor):
        return tensor_text(value, digits=digits)
    if isinstance(value, float):
        return number(value, digits)
    if isinstance(value, list):
        return _cut("[" + _items(value, digits) + (", …]" if len(value) > 20 else "]"))
    if isinstance(value, tuple):
        return _cut("(" + _items(value, digits) + (",)" if len(value) == 1 else ")"))
    if isinstance(value, dict):
        entries = (f"{shown(key)}: {shown(item, digits)}" for key, item in list(value.items())[:20])
        return _cut("{" + ", ".join(entries) + "}")
    return _cut(repr(value))


def digits_apart(one: Any, other: Any) -> int:
    """How many digits it takes to show two values as different, if any number of them does."""
    return next((digits for digits in _MORE_DIGITS if shown(one, digits) != shown(other, digits)), DIGITS)


def number(value: float, digits: int = DIGITS) -> str:
    """So many significant digits, without trailing noise."""
    return repr(value) if value != value or value in (float("inf"), float("-inf")) else f"{value:.{digits}g}"


def tensor_text(tensor: torch.Tensor, indent: int = 0, digits: int = DIGITS) -> str:
    """A tensor as nested brackets, rows under each other; shape and dtype where it is too long to show."""
    bare = tensor.detach()
    if bare.numel() > 60:
        dtype = str(bare.dtype).removeprefix("torch.")
        return (
            f"a tensor of shape {tuple(bare.shape)}, {dtype}, from {_extreme(bare, 'min')} to {_extreme(bare, 'max')}"
        )
    return _rows(bare, indent, digits)


def _items(values: Sequence[Any], digits: int) -> str:
    return ", ".join(shown(item, digits) for item in values[:20])


def _extreme(tensor: torch.Tensor, which: str) -> str:
    values = tensor.double()
    return number(float(values.min() if which == "min" else values.max()))


def _rows(tensor: torch.Tensor, indent: int, digits: int) -> str:
    if tensor.dim() == 0:
        return shown(tensor.item(), digits)
    if tensor.dim() == 1:
        return "[" + ", ".join(shown(item, digits) for item in tensor.tolist()) + "]"
    glue = ",\n" + " " * (indent + 1)
    return "[" + glue.join(_rows(row, indent + 1, digits) for row in tensor) + "]"


def _cut(text: str) -> str:
    return text if len(text) <= _MAX else text[: _MAX - 1] + "…"
