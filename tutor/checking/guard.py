"""Did the learner's code replace what the probes lean on? Identities before and after, about 1 ms."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import torch

# torch itself sets these late.
_MOVING = {
    "__slotnames__",
    "step",
    "_compiled_call_impl",
    "__warningregistry__",
    "__builtins__",
    "__cached__",
    "_dynamo",
}


class Guard:
    """The functions and classes of torch and of the checker, as they were before any learner code ran."""

    def __init__(self) -> None:
        self._places = [(label, owner, _identities(owner)) for label, owner in _owners()]

    def tampered(self) -> str:
        """The name of the first thing that is no longer what it was, or nothing."""
        for label, owner, before in self._places:
            now = vars(owner)
            for name, value in before.items():
                if now.get(name) is not value:
                    return f"{label}.{name}"
        return ""


def _identities(owner: Any) -> dict[str, Any]:
    kinds = (property, staticmethod, classmethod)
    return {
        name: value
        for name, value in vars(owner).items()
        if (callable(value) or isinstance(value, kinds)) and name not in _MOVING
    }


def _owners() -> list[tuple[str, Any]]:
    modules: list[ModuleType] = [
        torch,
        torch.nn.functional,
        torch.nn.init,
        torch.autograd,
        torch.linalg,
        torch.testing,
    ]
    modules += [module for name, module in sys.modules.items() if name.startswith("tutor.checking.")]
    classes = [
        torch.Tensor,
        torch.nn.Parameter,
        torch.optim.Optimizer,
        torch.optim.SGD,
        torch.Generator,
        torch.autograd.Function,
        torch.autograd.grad_mode.no_grad,
        torch.autograd.grad_mode.enable_grad,
    ]
    classes += [value for value in vars(torch.nn.modules).values() if isinstance(value, type)]
    named: dict[int, tuple[str, Any]] = {}
    for owner in [*modules, *classes]:
        name: str = getattr(owner, "__name__", "")
        label = f"{_home(owner)}.{name}" if isinstance(owner, type) else name
        named.setdefault(id(owner), (label, owner))
    return list(named.values())


def _home(owner: type) -> str:
    """The public module of a class, as a learner writes it."""
    for module in (torch, torch.nn, torch.optim, torch.autograd):
        if getattr(module, owner.__name__, None) is owner:
            return module.__name__
    return owner.__module__
