"""Plain relations between a wrong value and the right one, when no named mistake explains it."""

from __future__ import annotations

from typing import Any

import torch


def relation(got: Any, expected: Any) -> str:
    """One sentence ("yours is the negative of what is expected"), or nothing. Needs at least four numbers to speak."""
    if not isinstance(got, torch.Tensor) or not isinstance(expected, torch.Tensor):
        return ""
    got, expected = got.detach(), expected.detach()
    if not got.is_floating_point() or not expected.is_floating_point() or got.numel() < 4:
        return ""
    got, expected = got.double(), expected.double()
    if got.shape == expected.shape:
        return _same_shape(got, expected)
    if got.dim() >= 2 and got.transpose(-1, -2).shape == expected.shape and _near(got.transpose(-1, -2), expected):
        return "yours holds the right values with the last two axes swapped."
    if got.numel() == expected.numel() and _near(got.reshape(expected.shape), expected):
        return f"yours holds the right values in the shape {tuple(got.shape)}."
    return ""


def _same_shape(got: torch.Tensor, expected: torch.Tensor) -> str:
    if not torch.isfinite(got).all() or float(expected.abs().max()) < 1e-9:
        return ""
    if _near(got, expected):
        return ""  # only their dtype differs, or the last digits: no relation is to blame
    factor = float((got * expected).sum() / (expected * expected).sum())
    if _near(got, -expected):
        return "yours is the negative of what is expected."
    if factor != 0 and abs(factor - 1) > 1e-3 and _near(got, factor * expected):
        shown = f"{factor:.4g} times" if abs(factor) >= 0.01 else "a small multiple of"
        return f"yours is {shown} what is expected."
    shift = float((got - expected).mean())
    if _near(got, expected + shift):
        return f"yours is what is expected plus {shift:.4g} everywhere."
    for axis in range(got.dim()):
        if got.shape[axis] > 1 and _near(got.flip(axis), expected):
            return f"yours holds the right values in reverse order along axis {axis}."
    if got.dim() >= 2 and got.shape[-1] == got.shape[-2] and _near(got.transpose(-1, -2), expected):
        return "yours holds the right values with the last two axes swapped."
    return ""


def _near(one: torch.Tensor, two: torch.Tensor) -> bool:
    return bool(torch.allclose(one, two, rtol=1e-5, atol=1e-8))
