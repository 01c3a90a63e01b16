"""Values as a learner reads them: short, rounded, never a page."""

from __future__ import annotations

from typing import Any

import torch

from tutor.checking.wire import Strange

_MAX = 600


def shown(value: Any) -> str:
    """One value as text: four significant digits, long tensors cut in the middle."""
    if isinstance(value, Strange):
        return _cut(value.what)
    if isinstance(value, torch.Tensor):
        return tensor_text(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        return _cut("[" + ", ".join(shown(item) for item in value[:20]) + (", …]" if len(value) > 20 else "]"))
    if isinstance(value, tuple):
        return _cut("(" + ", ".join(shown(item) for item in value[:20]) + (",)" if len(value) == 1 else ")"))
    if isinstance(value, dict):
        return _cut("{" + ", ".join(f"{shown(key)}: {shown(item)}" for key, item in list(value.items())[:20]) + "}")
    return _cut(repr(value))


def number(value: float) -> str:
    """Four significant digits, without trailing noise."""
    return repr(value) if value != value or value in (float("inf"), float("-inf")) else f"{value:.4g}"


def tensor_text(tensor: torch.Tensor, indent: int = 0) -> str:
    """A tensor as nested brackets, rows under each other; shape and dtype where it is too long to show."""
    bare = tensor.detach()
    if bare.numel() > 60:
        dtype = str(bare.dtype).removeprefix("torch.")
        return (
            f"a tensor of shape {tuple(bare.shape)}, {dtype}, from {_extreme(bare, 'min')} to {_extreme(bare, 'max')}"
        )
    return _rows(bare, indent)


def _extreme(tensor: torch.Tensor, which: str) -> str:
    values = tensor.double()
    return number(float(values.min() if which == "min" else values.max()))


def _rows(tensor: torch.Tensor, indent: int) -> str:
    if tensor.dim() == 0:
        return shown(tensor.item())
    if tensor.dim() == 1:
        return "[" + ", ".join(shown(item) for item in tensor.tolist()) + "]"
    glue = ",\n" + " " * (indent + 1)
    return "[" + glue.join(_rows(row, indent + 1) for row in tensor) + "]"


def _cut(text: str) -> str:
    return text if len(text) <= _MAX else text[: _MAX - 1] + "…"
