"""What an exercise asks to write by hand may not be called: a scan of the text first, then a trace of every call.

The scan gives an early, friendly word with the line. The trace holds whatever the spelling: a `TorchFunctionMode` sees
every torch function by name, a `TorchDispatchMode` sees one operator (`aten.convolution`) below all spellings. Both
hold in threads, too, and switching them off is blamed like the call itself. Only calls whose nearest frame outside what
is installed is the learner's file are blamed: a probe's own model may use what is forbidden.
"""

from __future__ import annotations

import ast
import contextlib
import fnmatch
import functools
import importlib
import importlib.util
import sys
import sysconfig
import traceback
import types
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from tutor.checking.raised import Forbidden
from tutor.syntax import parse

_TUTOR = str(Path(__file__).parents[1])
_INSTALLED = (
    "<string>",
    "<frozen",
    *dict.fromkeys(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    str(Path(torch.__file__).parent),
)
_SWITCHES: list[tuple[Any, str]] = [
    (torch._C, "DisableTorchFunction"),
    (torch._C, "_DisableTorchDispatch"),
    (torch._C, "_pop_torch_function_stack"),
    (torch.overrides, "_pop_mode"),
]
_PRIVATE = {
    "cdist": ("_cdist", "_euclidean_dist"),
    "scaled_dot_product_attention": ("_scaled_dot_product_", "_flash_attention", "_efficient_attention"),
}
"""Where the parts of a function do not bear its name."""
PACKAGES = ("torchvision",)
"""What is installed beside torch and does whole exercises. A function of it is forbidden with its whole package, since
it can't be imported everywhere (its compiled library does not fit each torch), and then no name in it has a value."""

_GETTER = type(torch.Tensor.shape.__get__)  # type: ignore[attr-defined]
"""What reads an attribute (`x.shape`): made anew each time, so none is remembered; none bears a function's name."""
_BUILT_IN = (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)


class Forbid:
    """The forbidden names of one exercise, as the lesson lists them: `torch.nn.functional.softmax`, `torch.nn.Linear`,
    `aten.convolution`, `aten.*conv*`. `files` and `modules` are the learner's. A function is forbidden under every
    torch spelling of its name (`F.softmax`, `x.softmax`), a class also as the base of one of theirs."""

    def __init__(self, names: tuple[str, ...], files: Collection[str], modules: Collection[str] = ()) -> None:
        self.files = files
        self.modules = modules
        self.operators = {operator for name in names for operator in operators(name)}
        self.functions: dict[str, str] = {}
        self.classes: dict[type, str] = {}
        self.free: dict[int, Any] = {}  # by identity: functions of torch that are known not to be forbidden,
        self.free_operators: dict[int, Any] = {}  # and operators; almost every call is of one of these
        self.packages = {package: name for name in names if (package := name.partition(".")[0]) in PACKAGES}
        for name in names:
            if name.startswith("aten.") or name.partition(".")[0] in PACKAGES:
                continue
            value = resolve(name)
            if isinstance(value, type):
                self.classes[value] = name
            else:
                self.functions[_short(name)] = name

    def __bool__(self) -> bool:
        return bool(self.operators or self.functions or self.classes or self.packages)

    def scan(self, source: bytes) -> tuple[int, str] | None:
        """(line, name) of the first use that the text shows. SyntaxError where it does not parse."""
        tree = parse(source)
        known = _imports(tree)
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)) and (name := self._packed(node)):
                return node.lineno, name
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "torch":
                for alias in node.names:
                    if name := self._named(f"{node.module}.{alias.name}"):
                        return node.lineno, name
            if isinstance(node, ast.Attribute) and (name := self._attribute(node, known)):
                return node.lineno, name
        return None

    def _packed(self, node: ast.Import | ast.ImportFrom) -> str | None:
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        return next((found for each in modules if (found := self.packages.get(each.partition(".")[0]))), None)

    def _attribute(self, node: ast.Attribute, known: dict[str, str]) -> str | None:
        dotted = _dotted(node)
        root = dotted.partition(".")[0] if dotted else ""
        if root in known and dotted:
            full = known[root] + dotted[len(root) :]
            return self._named(full) if full.startswith("torch.") else None
        return self.functions.get(_short(node.attr)) if hasattr(torch.Tensor, node.attr) else None

    def _named(self, full: str) -> str | None:
        with contextlib.suppress(ImportError, AttributeError):
            value = resolve(full)
            if isinstance(value, type):
                return self.classes.get(value)
            if callable(value):
                return self.functions.get(_short(full))
        return None

    @contextlib.contextmanager
    def traced(self) -> Iterator[None]:
        """Forbidden is raised at the learner's line while this is on."""
        modes: list[Any] = []
        modes += [_Names] if self.functions else []
        modes += [_Operators] if self.operators else []
        with contextlib.ExitStack() as stack:
            for mode in modes:
                stack.enter_context(mode(self))
            for owner, name in self.classes.items():
                stack.enter_context(self._constructor(owner, name))
            if modes:
                stack.enter_context(self._kept_on(modes))
            if self.packages:
                finder = _Packages(self)
                sys.meta_path.insert(0, finder)
                stack.callback(sys.meta_path.remove, finder)
            yield

    @contextlib.contextmanager
    def _constructor(self, owner: type, name: str) -> Iterator[None]:
        original: Callable[..., None] = owner.__init__  # type: ignore[misc]

        def construct(this: Any, *args: Any, **settings: Any) -> None:
            if type(this) is not owner and type(this).__module__ in self.modules:
                raise Forbidden(said(name))  # a class of the learner's that is built on it, whoever makes one
            self.blame(name)
            original(this, *args, **settings)

        owner.__init__ = construct  # type: ignore[misc]
        try:
            yield
        finally:
            owner.__init__ = original  # type: ignore[misc]

    @contextlib.contextmanager
    def _kept_on(self, modes: list[Any]) -> Iterator[None]:
        """Modes belong to one thread, and torch has ways to switch them off: here they hold all the same."""
        begin = Thread._bootstrap_inner  # type: ignore[attr-defined]
        name = next(iter([*self.functions.values(), *self.operators]))

        def begun(thread: Thread) -> None:
            with contextlib.ExitStack() as stack:
                for mode in modes:
                    stack.enter_context(mode(self))
                begin(thread)

        def guarded(off: Callable[[], Any]) -> Callable[[], Any]:
            def switch_off() -> Any:
                if sys._getframe(1).f_code.co_filename in (*self.files, "<string>"):
                    self.blame(name)
                return off()

            return switch_off

        places: list[tuple[Any, str, Any, Any]] = [(Thread, "_bootstrap_inner", begin, begun)]
        for owner, attribute in _SWITCHES:
            off = getattr(owner, attribute)
            places.append((owner, attribute, off, guarded(off)))
        for owner, attribute, _, kept in places:
            setattr(owner, attribute, kept)
        try:
            yield
        finally:
            for owner, attribute, original, _ in places:
                setattr(owner, attribute, original)

    def blame(self, name: str) -> None:
        """Raises Forbidden if the nearest frame outside of what is installed belongs to the learner."""
        frame = sys._getframe(2)
        while frame is not None:
            path = frame.f_code.co_filename
            if path in self.files:
                raise Forbidden(said(name))
            if path != __file__ and (path.startswith(_TUTOR) or not path.startswith(_INSTALLED)):
                return
            frame = frame.f_back  # type: ignore[assignment]
        raise Forbidden(said(name))  # the bottom of a thread that was told to call just this

    def named(self, function: str) -> str | None:
        """The forbidden name behind that of a function: itself, its in-place form, its operator (the one of
        `cross_entropy` is called `cross_entropy_loss`), or what torch makes it of."""
        plain = _short(function)
        if found := self.functions.get(plain) or self.functions.get(plain.removesuffix("_loss")):
            return found
        if function[:1] != "_" or function[:2] == "__":
            return None
        return next(
            (full for name, full in self.functions.items() if function.startswith(_PRIVATE.get(name, f"_{name}"))), None
        )


class _Names(TorchFunctionMode):
    def __init__(self, forbid: Forbid) -> None:
        super().__init__()
        self.forbid = forbid

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        free = self.forbid.free
        if id(func) not in free and type(func) is not _GETTER:
            named = func.overloadpacket if isinstance(func, torch._ops.OpOverload) else func  # not "add.Tensor": "add"
            if name := self.forbid.named(getattr(named, "__name__", "")):
                self.forbid.blame(name)
            elif type(func) in _BUILT_IN:
                free[id(func)] = func
        return func(*args, **kwargs) if kwargs else func(*args)


class _Operators(TorchDispatchMode):
    def __init__(self, forbid: Forbid) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.forbid = forbid

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Nothing here is compiled, and what torch would wrap around each call to keep it so takes half of its time."""
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        free = self.forbid.free_operators
        if id(func) not in free:
            name = func.overloadpacket.__name__
            if name in self.forbid.operators:
                self.forbid.blame(operator_named(name))
            else:
                free[id(func)] = func
        return func(*args, **kwargs) if kwargs else func(*args)


class _Packages:
    """Asked first for every module that is not there yet."""

    def __init__(self, forbid: Forbid) -> None:
        self.forbid = forbid

    def find_spec(self, module: str, path: Any = None, target: Any = None) -> None:
        name = self.forbid.packages.get(module.partition(".")[0])
        if name and any(frame.f_code.co_filename in self.forbid.files for frame, _ in traceback.walk_stack(None)):
            raise Forbidden(said(name))


def operators(name: str) -> list[str]:
    """The operators of torch that `aten.convolution` or `aten.*conv*` stands for; none if `name` is a function's."""
    pattern = name.removeprefix("aten.")
    return fnmatch.filter(_operators(), pattern) if pattern != name else []


def operator_named(operator: str) -> str:
    """How an operator is called where its use is refused."""
    return f"the operator {operator}"


def said(name: str) -> str:
    """The sentence for a forbidden call."""
    return f"This exercise asks you to write {name} yourself: do it without."


def exists(name: str) -> bool:
    """Whether there is what a lesson forbids: `torch.nn.Linear`, `aten.convolution`, the package of a function."""
    if name.startswith("aten."):
        return bool(operators(name))
    if (package := name.partition(".")[0]) in PACKAGES:
        return importlib.util.find_spec(package) is not None
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


@functools.cache
def _operators() -> list[str]:
    schemas = torch._C._jit_get_all_schemas()
    return sorted({each.name.partition("::")[2] for each in schemas if each.name.startswith("aten::")})


def _short(name: str) -> str:
    """The last part of a dotted name; a function and its in-place form, `exp` and `exp_`, are one."""
    return name.rpartition(".")[2].rstrip("_")


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
