"""Did the learner's code replace what the probes lean on? Identities before and after; what changed is put back.

The comparison runs in C (`map(is_, ...)`), so that thousands of names cost less than a millisecond. The worker asks
after each probe, and after each single step of one about Python's own functions, without which it could not go on.
"""

from __future__ import annotations

import builtins
import itertools
import json
import math
import operator
import random
import socket
import struct
import sys
import types
from collections.abc import Iterator
from typing import Any

import safetensors.torch
import torch

# What is needed while Python's own functions may have been replaced.
_all, _map, _next, _is, _is_not, _compress = all, map, next, operator.is_, operator.is_not, itertools.compress
_call, _chain, _len, _list = operator.call, itertools.chain.from_iterable, len, list

# torch itself sets these late.
_MOVING = {
    "__slotnames__",
    "_compiled_call_impl",
    "__warningregistry__",
    "__builtins__",
    "__cached__",
    "__abstractmethods__",
    "__annotations__",
    "__doc__",
    "__match_args__",
    "__parameters__",
    "__orig_bases__",
    "_dynamo",
}
_WITH_CLASSES = ("torch.nn.modules", "torch.optim", "torch.utils.data", "torch.distributions", "tutor.")
_KINDS = (property, staticmethod, classmethod)
_TORCH = torch.__file__.rpartition("/")[0]
_FIRST = (json, json.encoder, json.JSONEncoder, safetensors.torch, struct, torch.Tensor)
_OURS = "a part of the checker"


class Guard:
    """Python's, torch's and the checker's functions and classes, as they were before any learner code ran."""

    def __init__(self) -> None:
        owners = _owners()
        self._places = [_Place(label, owner) for label, owner in owners]
        self._first = [place for place in self._places if place.owner in _FIRST]  # what an observation is sent with
        self._builtins = {name: value for name, value in vars(builtins).items() if callable(value)}
        self._modules = {
            name: sys.modules[name] for name, owner in owners if owner is sys.modules.get(name) and name[:5] != "tutor"
        }
        self._finders = tuple(sys.meta_path)
        self._hooks = _global_hooks()
        self._modes: int = torch._C._len_torch_function_stack()
        self._found = ""
        self._look()

    def hold(self) -> None:
        """Puts Python's own functions back, and those by which an observation leaves. Without them nothing of ours
        works, so this comes first of all, whenever the learner's code has run."""
        for now, before in ((builtins.__dict__, self._builtins), (sys.modules, self._modules)):
            if not _all(_map(_is, _map(now.get, before), before.values())):
                name = _next(_compress(before, _map(_is_not, _map(now.get, before), before.values())))
                self._found = name if now is builtins.__dict__ else f"sys.modules['{name}']"
                now.update(before)
        for place in self._first:
            self._found = place.changed() or self._found

    def tampered(self) -> str:
        """What the learner's code does to the program, as the end of a sentence, or nothing. All is put back."""
        self.hold()
        found, self._found = self._found, ""
        set_for_all = self._settings()
        if not self._untouched():
            for place in self._places:
                found = place.changed() or found
            self._look()
        return f"replaces {found}, which the checks rely on" if found else set_for_all

    def _look(self) -> None:
        """Lays all that the places keep into one row, which is compared at once."""
        self._owned = tuple(vars(place.owner) for place in self._places)
        self._sizes = [len(place.known) for place in self._places]
        named = [place for place in self._places if place.names]
        self._named = tuple(vars(place.owner) for place in named)
        self._picks = tuple(operator.itemgetter(*place.names, place.names[0]) for place in named)  # two at least
        self._values = tuple(value for place in named for value in (*place.values, place.values[0]))

    def _untouched(self) -> bool:
        """Whether nothing has changed, in one go."""
        try:
            same = _all(_map(_is, _chain(_map(_call, self._picks, self._named)), self._values))
        except KeyError:
            return False
        return same and _list(_map(_len, self._owned)) == self._sizes

    def _settings(self) -> str:
        """What a call has set for the whole program and left so."""
        found = ""
        while torch._C._len_torch_function_stack() > self._modes:
            mode = torch._C._pop_torch_function_stack()
            found = "leaves a TorchFunctionMode on"
            if type(mode).__module__ == "torch.utils._device":
                torch.set_default_device(None)
                found = "changes torch's default device and leaves it so (torch.set_default_device)"
        if torch.get_default_dtype() is not torch.float32:
            torch.set_default_dtype(torch.float32)
            found = "changes torch's default dtype and leaves it so (torch.set_default_dtype)"
        for name, hooks in self._hooks:
            if hooks:
                hooks.clear()
                found = f"registers a hook on every {name} there is"
        if not set(self._finders) <= set(sys.meta_path):
            sys.meta_path[:] = self._finders
            found = "replaces sys.meta_path, which the checks rely on"
        return found


class _Place:
    """One module or class, and what its names stood for."""

    def __init__(self, label: str, owner: Any) -> None:
        self.label = label
        self.owner = owner
        whole = label.startswith("tutor.checking.")
        kept = {
            name: value
            for name, value in vars(owner).items()
            if (callable(value) or isinstance(value, _KINDS) or (whole and not name.startswith("__")))
            and name not in _MOVING
        }
        self.names, self.values = tuple(kept), list(kept.values())
        self._pick = operator.itemgetter(*self.names) if len(kept) > 1 else None  # all at once, in C
        self.known = set(vars(owner))

    def changed(self) -> str:
        """The first name that stands for something else now. Puts everything back."""
        now = vars(self.owner)
        try:
            same = _all(_map(_is, self._pick(now) if self._pick else _map(now.get, self.names), self.values))
        except KeyError:
            same = False
        if same and len(now) == len(self.known):
            return ""
        found = ""
        for at, (name, value) in enumerate(zip(self.names, self.values, strict=True)):
            other = now.get(name)
            if other is value:
                continue
            if _by_torch(other, value):
                self.values[at] = other
                continue
            type.__setattr__(self.owner, name, value) if isinstance(self.owner, type) else now.update({name: value})
            found = found or name
        found = found or next(filter(None, map(self._covered, [name for name in now if name not in self.known])), "")
        self.known = set(vars(self.owner))
        return found and (_OURS if self.label.startswith("tutor.") else f"{self.label}.{found}")

    def _covered(self, name: str) -> str:
        """A new name, if it hides an inherited one, or one of Python's own. Takes it away."""
        owner = self.owner
        if not isinstance(owner, type):
            if name not in vars(builtins) or name.startswith("__"):
                return ""
            del vars(owner)[name]
            return name
        inherited = next((vars(above)[name] for above in owner.__mro__[1:] if name in vars(above)), None)
        if inherited is None or name in _MOVING or _by_torch(vars(owner)[name], inherited):
            return ""
        type.__delattr__(owner, name)
        return name


def _by_torch(new: Any, old: Any) -> bool:
    """torch itself wraps some functions late: an optimizer's `step` at its first use, others when it compiles."""
    return type(new) is types.FunctionType and _is_torchs(new) and bool(_core(new) & _core(old))


def _core(function: Any) -> set[int]:
    """A function and those it wraps, as identities."""
    cells: tuple[Any, ...] = getattr(function, "__closure__", None) or ()
    inside = [cell.cell_contents for cell in cells if type(cell.cell_contents) is types.FunctionType]
    return {id(function)}.union(*(_core(each) for each in inside if _is_torchs(function)))


def _is_torchs(function: Any) -> bool:
    return type(function) is types.FunctionType and function.__code__.co_filename.startswith(_TORCH)


def _owners() -> list[tuple[str, Any]]:
    modules: list[types.ModuleType] = [
        *(random, math, json, json.encoder, struct, socket, operator, types, safetensors.torch),
        *(torch, torch.nn, torch.nn.functional, torch.nn.init, torch.autograd, torch.linalg, torch.testing),
        *(torch.fft, torch.special, torch.optim, torch.optim.lr_scheduler, torch.nn.utils, torch.nn.utils.rnn),
        *(torch.overrides, torch.random, torch.nn.modules.module),
    ]
    modules += [sys.modules[name] for name in ("torch.utils.data", "torch.distributions") if name in sys.modules]
    modules += [module for name, module in sys.modules.items() if name.startswith("tutor.checking.")]
    classes = [
        torch.Tensor,
        torch.nn.Parameter,
        torch.Generator,
        torch.autograd.Function,
        torch.autograd.function.FunctionCtx,
        torch.autograd.grad_mode.no_grad,
        torch.autograd.grad_mode.enable_grad,
        random.Random,
        json.JSONEncoder,
        socket.socket,
    ]
    for module in (torch.nn.modules, torch.optim, torch.optim.lr_scheduler, *modules):
        if module.__name__.startswith(_WITH_CLASSES):
            classes += [value for value in vars(module).values() if isinstance(value, type)]
    named: dict[int, tuple[str, Any]] = {}
    for owner in [*modules, *classes]:
        name: str = getattr(owner, "__name__", "")
        label = f"{_home(owner)}.{name}" if isinstance(owner, type) else name
        named.setdefault(id(owner), (label, owner))
    return [(label, owner) for label, owner in named.values() if not label.startswith(("builtins.", "typing."))]


def _global_hooks() -> list[tuple[str, Any]]:
    """Where torch keeps the hooks that hold for all modules or optimizers."""

    def found(module: types.ModuleType, name: str) -> Iterator[tuple[str, Any]]:
        for key, value in vars(module).items():
            if key.startswith("_global_") and key.endswith("hooks") and isinstance(value, dict) and not value:
                yield name, value

    return [*found(torch.nn.modules.module, "module"), *found(sys.modules["torch.optim.optimizer"], "optimizer")]


def _home(owner: type) -> str:
    """The public module of a class, as a learner writes it."""
    for module in (torch, torch.nn, torch.optim, torch.autograd, torch.distributions, torch.utils.data, json):
        if getattr(module, owner.__name__, None) is owner:
            return module.__name__
    return owner.__module__
