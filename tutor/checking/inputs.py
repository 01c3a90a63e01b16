"""What a function owes to its inputs, beside the result: a gradient back to them, and that they stay as they were.

For the wrong answers that need no author (see `tutor.checking.generic`).
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import random
from collections.abc import Callable, Iterator
from types import GeneratorType
from typing import Any

import torch
from torch import nn

_PLAIN = (int, float, str, bytes, type(None), torch.dtype, torch.device, torch.Size)


def tensors(value: Any) -> Iterator[torch.Tensor]:
    """Every tensor in a value and in its lists, tuples and dicts."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, list | tuple):
        yield from itertools.chain.from_iterable(map(tensors, value))
    elif isinstance(value, dict):
        yield from tensors(list(value.values()))


def flows(call: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Whether a gradient would flow back through this call to a tensor of floats, had anybody asked for one.

    Tried on copies, with the random numbers put back. False where it can't be tried without a trace: a function or an
    iterator among the arguments may remember that it was called.
    """
    if not any(each.is_floating_point() for each in tensors([args, named])) or not _copyable([args, named]):
        return False
    states = torch.get_rng_state(), random.getstate()
    try:
        with torch.enable_grad():
            leaves: list[torch.Tensor] = []
            its, others = _watched((args, named), leaves)
            results = [each for each in tensors(call(*its, **others)) if each.requires_grad]
            upstream = [torch.rand_like(each) for each in results]
            return bool(results) and any(
                each is not None and bool(each.count_nonzero())
                for each in torch.autograd.grad(results, leaves, upstream, allow_unused=True)
            )
    except Exception:  # only one that can do without a complaint is held to it
        return False
    finally:
        torch.set_rng_state(states[0])
        random.setstate(states[1])


def spoiled(call: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, bool]:
    """The right result of this call, with the right gradients, while the tensors of floats it was given are no longer
    what they were; and whether there were any. What requires a gradient is left alone: torch itself forbids that."""
    given = [each for each in tensors([args, named]) if each.is_floating_point() and not each.requires_grad]
    before = [each._version for each in given]
    with torch.autograd.graph.saved_tensors_hooks(lambda saved: saved.detach().clone(), lambda kept: kept):
        result = call(*args, **named)
    if isinstance(result, GeneratorType):
        return result, False
    handed = {_place(each) for each in tensors(result)}
    damaged = False
    for each, version in zip(given, before, strict=True):
        if each.numel() and _place(each) not in handed and each._version == version:
            with contextlib.suppress(RuntimeError):  # one number may stand for many
                each.data.add_(1)
                damaged = True
    return result, damaged


def _place(tensor: torch.Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _copyable(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_copyable, value))
    if isinstance(value, dict):
        return all(map(_copyable, value.values()))
    return isinstance(value, (torch.Tensor, nn.Module, *_PLAIN))


def _watched(value: Any, leaves: list[torch.Tensor]) -> Any:
    """A copy of a value in which the tensors of floats hang on the graph, each by one of `leaves`."""
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        leaves.append(value.detach().clone().requires_grad_())
        return leaves[-1].clone()  # which may be changed in place, as a leaf may not
    if type(value) in (list, tuple):
        return type(value)(_watched(item, leaves) for item in value)
    if type(value) is dict:
        return {key: _watched(item, leaves) for key, item in value.items()}
    return copy.deepcopy(value)
