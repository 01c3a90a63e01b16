"""What an exercise asks to write by hand may not be called: a scan of the text first, then a trace of every call.

The scan gives an early, friendly word with the line. The trace holds whatever the spelling: a `TorchFunctionMode` sees
every torch function by name, a `TorchDispatchMode` sees one operator (`aten.convolution`) below all spellings. Only
calls whose nearest frame outside torch is the learner's file are blamed: a probe's own model may use what is forbidden.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import sys
from collections.abc import Callable, Collection, Iterator
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from tutor.checking.run import Forbidden


class Forbid:
    """The forbidden names of one exercise, as the lesson lists them: `torch.nn.functional.softmax`, `torch.nn.Linear`,
    `aten.convolution`. A function is forbidden under every torch spelling of its name (`F.softmax`, `x.softmax`)."""

    def __init__(self, names: tuple[str, ...], files: Collection[str]) -> None:
        self.files = files
        self.operators = {name.removeprefix("aten.") for name in names if name.startswith("aten.")}
        self.functions: dict[str, str] = {}
        self.classes: dict[type, str] = {}
        for name in names:
            if name.startswith("aten."):
                continue
            value = resolve(name)
            if isinstance(value, type):
                self.classes[value] = name
            else:
                self.functions[name.rpartition(".")[2]] = name

    def __bool__(self) -> bool:
        return bool(self.operators or self.functions or self.classes)

    def scan(self, source: bytes) -> tuple[int, str] | None:
        """(line, name) of the first use that the text shows. SyntaxError where it does not parse."""
        tree = ast.parse(source)
        known = _imports(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "torch":
                for alias in node.names:
                    if name := self._named(f"{node.module}.{alias.name}"):
                        return node.lineno, name
            if isinstance(node, ast.Attribute) and (name := self._attribute(node, known)):
                return node.lineno, name
        return None

    def _attribute(self, node: ast.Attribute, known: dict[str, str]) -> str | None:
        dotted = _dotted(node)
        root = dotted.partition(".")[0] if dotted else ""
        if root in known and dotted:
            full = known[root] + dotted[len(root) :]
            return self._named(full) if full.startswith("torch.") else None
        if node.attr in self.functions and hasattr(torch.Tensor, node.attr):
            return self.functions[node.attr]
        return None

    def _named(self, full: str) -> str | None:
        with contextlib.suppress(ImportError, AttributeError):
            value = resolve(full)
            if isinstance(value, type):
                return self.classes.get(value)
            if callable(value):
                return self.functions.get(full.rpartition(".")[2])
        return None

    @contextlib.contextmanager
    def traced(self) -> Iterator[None]:
        """Forbidden is raised at the learner's line while this is on."""
        with contextlib.ExitStack() as stack:
            if self.functions:
                stack.enter_context(_Names(self))
            if self.operators:
                stack.enter_context(_Operators(self))
            for owner, name in self.classes.items():
                stack.enter_context(self._constructor(owner, name))
            yield

    @contextlib.contextmanager
    def _constructor(self, owner: type, name: str) -> Iterator[None]:
        original: Callable[..., None] = owner.__init__  # type: ignore[misc]

        def construct(*args: Any, **settings: Any) -> None:
            self.blame(name)
            original(*args, **settings)

        owner.__init__ = construct  # type: ignore[misc]
        try:
            yield
        finally:
            owner.__init__ = original  # type: ignore[misc]

    def blame(self, name: str) -> None:
        """Raises Forbidden if the nearest frame outside torch and of this module belongs to the learner."""
        frame = sys._getframe(2)
        while frame is not None:
            path = frame.f_code.co_filename
            if path in self.files:
                raise Forbidden(said(name))
            if "/torch/" not in path and path != __file__:
                return
            frame = frame.f_back  # type: ignore[assignment]


class _Names(TorchFunctionMode):
    def __init__(self, forbid: Forbid) -> None:
        super().__init__()
        self.forbid = forbid

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if name := self.forbid.functions.get(getattr(func, "__name__", "")):
            self.forbid.blame(name)
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):
    def __init__(self, forbid: Forbid) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.forbid = forbid

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.overloadpacket.__name__
        if name in self.forbid.operators:
            self.forbid.blame(f"the operator {name}")
        return func(*args, **(kwargs or {}))


def said(name: str) -> str:
    """The sentence for a forbidden call."""
    return f"{name} is what this exercise asks you to write yourself: do it without."


def exists(name: str) -> bool:
    """Whether the installed torch has what a lesson forbids: `torch.nn.Linear`, `aten.convolution`."""
    if name.startswith("aten."):
        return hasattr(torch.ops.aten, name.removeprefix("aten."))
    try:
        return callable(resolve(name))
    except (ImportError, AttributeError):
        return False


def resolve(name: str) -> Any:
    """The object a dotted name stands for. ImportError or AttributeError where there is none."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            value = getattr(value, part)
        return value
    raise ImportError(name)


def _imports(tree: ast.Module) -> dict[str, str]:
    """Local name -> what it stands for, for every import in the file."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return known


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner else None
    return None
