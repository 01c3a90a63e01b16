"""Run one probe on one implementation: the same code in the worker, in the judge and at the author's bench."""

from __future__ import annotations

import contextlib
import random
import sys
import types
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import torch

from tutor.checking import limits
from tutor.checking.describing import describe
from tutor.checking.loading import Library
from tutor.checking.raised import Raised
from tutor.checking.wire import plain


def _trusted() -> None:
    """Nothing to put back."""


def run_probe(
    probe: Callable[..., Any],
    library: Library,
    target: str,
    args: tuple[Any, ...],
    seed: int,
    emit: Callable[[dict[str, Any]], None],
    importing: Callable[[], contextlib.AbstractContextManager[Any]] = contextlib.nullcontext,
    hold: Callable[[], None] = _trusted,
) -> Raised | None:
    """Runs `probe` on a fresh module and hands each part of what it yields to `emit` at once.

    What was seen before an exception counts. The module is new at every call, so nothing kept between calls can pass;
    `importing` wraps that import (a worker mutes it: what a file prints when imported is shown once). `hold` is called
    whenever the implementation has run (a worker puts Python's own functions back).
    """
    limits.take_room()
    try:
        settle(seed)
        with importing():
            module = library.fresh(target)
            hold()
        settle(seed)
        for part in _parts(probe(module, *args), hold):
            emit({str(name): plain(value) for name, value in part.items()})
    except BaseException as exception:  # SystemExit and KeyboardInterrupt are answers here, not orders
        limits.give_room()
        hold()
        return describe(exception, library)
    finally:
        torch.set_grad_enabled(True)
    return None


def run_again(
    probe: Callable[..., Any],
    module: ModuleType,
    args: tuple[Any, ...],
    seed: int,
    hold: Callable[[], None] = _trusted,
) -> dict[str, Any]:
    """What `probe` observes on a module that has been used before, up to an exception if there is one.

    Next to a fresh module it shows what code keeps from call to call: a running mean, or a result that is remembered,
    whose shape may stop the probe.
    """
    seen: dict[str, Any] = {}
    try:
        settle(seed)
        for part in _parts(probe(module, *args), hold):
            seen |= {str(name): plain(value) for name, value in part.items() if name not in seen}
    except BaseException:
        hold()
    finally:
        torch.set_grad_enabled(True)
    return seen


def _parts(result: Any, hold: Callable[[], None]) -> Iterator[dict[str, Any]]:
    hold()
    if isinstance(result, types.GeneratorType):
        for part in result:
            hold()
            yield _named(part, "yields")
    else:
        yield _named(result, "returns")


def _named(part: Any, does: str) -> dict[str, Any]:
    if not isinstance(part, dict):
        raise TypeError(f"the probe {does} a {type(part).__name__}, not a dict: write {{'what it is': value}}")
    return part


def settle(seed: int) -> None:
    """Equal random numbers and global settings for every run, whatever the last one left behind."""
    random.seed(seed)
    torch.default_generator.manual_seed(seed)  # a fifth of the cost of torch.manual_seed
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)


def load(library: Library, target: str, hold: Callable[[], None] = _trusted) -> tuple[ModuleType | None, Raised | None]:
    """Imports the target once, to find out what importing says."""
    try:
        settle(0)
        module = library.fresh(target)
        hold()
        return module, None
    except BaseException as exception:
        limits.give_room()
        hold()
        return None, describe(exception, library)
