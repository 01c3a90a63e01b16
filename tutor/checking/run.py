"""Run one probe on one implementation: the same code in the worker, in the judge and at the author's bench."""

from __future__ import annotations

import contextlib
import random
import re
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from types import ModuleType, TracebackType
from typing import Any, get_args

import torch

from tutor.checking import limits
from tutor.checking.loading import Library
from tutor.checking.sourcetext import lines_of
from tutor.checking.verdict import Reason
from tutor.checking.wire import plain

_MEANS = {
    "time": "is there a loop that never ends, or something that waits?",
    "signal": "is there a recursion without end, or a call outside Python?",
    "output": "is there a print inside a loop that never ends?",
    "tampered": "your code must return its result and leave the rest of the program alone.",
}
_NO_MEMORY = ("can't allocate memory", "Storage size calculation overflowed")
_SENT = ("SIGKILL", "SIGTERM", "SIGALRM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGQUIT")
_SENT_MEANS = "does it send a signal, set an alarm, or use up the memory of this machine?"
_HINTS = {
    "EOFError: EOF when reading a line": "Nobody types anything during a check: take what you need as an argument",
    "BlockingIOError: [Errno 11]": f"A check may have {limits.PROCESSES} processes and threads at a time",
    "RuntimeError: can't start new thread": f"A check may have {limits.PROCESSES} processes and threads at a time",
    "OSError: [Errno 27]": f"A check may write files of {limits.FILE // 2**20} MB",
    "OSError: [Errno 28]": f"A check may write {limits.DISK // 2**20} MB in {limits.FILES} files",
}


_REASONS = frozenset(get_args(Reason))
_MAX_MESSAGE = 1_100


class Forbidden(Exception):
    """The learner's file called what the exercise asks to write by hand."""


class Hidden(ImportError):
    """The learner's file asked for a module of the checker."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception, as far as the learner's file is concerned.

    `line` is the innermost line of their files, `called_from` the lines above it; None where their code had already
    returned (`inside` is False) and what it returned did not fit. `shapes` tells the tensors on that line.
    """

    reason: str
    kind: str
    message: str
    file: str = ""
    line: int | None = None
    called_from: tuple[int, ...] = ()
    shapes: tuple[str, ...] = ()
    inside: bool = False

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, fields: dict[str, Any]) -> Raised:
        """Rebuilds what `to_plain` made. TypeError or KeyError on anything else."""
        line = fields["line"]
        if fields["reason"] not in _REASONS or not (line is None or type(line) is int):
            raise TypeError("no end that a probe can have")
        texts = {name: str(fields[name])[:_MAX_MESSAGE] for name in ("kind", "message", "file")}
        return cls(
            reason=fields["reason"],
            line=line,
            called_from=tuple(int(above) for above in fields["called_from"][:3]),
            shapes=tuple(str(shape)[:_MAX_MESSAGE] for shape in fields["shapes"][:6]),
            inside=fields["inside"] is True,
            **texts,
        )

    @classmethod
    def tampering(cls, what: str) -> Raised | None:
        """What the guard has found, if it has."""
        return cls("tampered", "", what, inside=True) if what else None

    @property
    def is_tampering(self) -> bool:
        """Whether this is what the guard has found, and not bytes that make no sense."""
        return self.reason == "tampered" and self.kind == ""

    @property
    def sentence(self) -> str:
        """What a learner reads, without the line itself (the report shows that)."""
        if self.reason == "unfinished":
            return "Still to be written: it raises NotImplementedError."
        if self.reason == "early_exit":
            return f"Your code ends the program ({self.kind}) instead of returning."
        if self.reason == "forbidden":
            return self.message
        if self.reason == "syntax":
            return f"Python can't read this line: {self.message}."
        if self.is_tampering:
            return f"Your code {self.message}."
        if self.reason in ("time", "signal", "output", "tampered"):
            means = _SENT_MEANS if self.kind in _SENT else _MEANS[self.reason]
            return f"{self.message[:1].upper()}{self.message[1:]}: {means}"
        if self.reason == "memory":
            return "Your code asks for more memory than a check may use: is a shape far larger than you think?"
        head = f"{self.kind}: {self.message}" if self.message else f"{self.kind} was raised."
        if not self.inside:
            return f"What your code returned can't be used: {head}"
        if self.reason == "import":
            head += ".\nA check sees this file, the chapter's other files and what is installed, no other file of yours"
        if hint := next((hint for sign, hint in _HINTS.items() if sign in head), ""):
            head += f".\n{hint}"
        above = f" Called from line {self.called_from[-1]}." if self.called_from else ""
        there = f"\nOn that line: {', '.join(self.shapes)}." if self.shapes else ""
        end = "" if head.endswith((".", "?", "!", "…")) else "."
        return f"{head}{end}{above}{there}"


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


def describe(exception: BaseException, library: Library) -> Raised:
    """An exception in the learner's terms: their innermost line, and the shapes of the tensors named on it."""
    files = {source.path for source in library.sources.values()}
    if isinstance(exception, RuntimeError) and isinstance(exception.__cause__, StopIteration):
        exception = exception.__cause__  # what a probe, which is a generator, makes of it
    frames = [(frame, line) for frame, line in _walk(exception.__traceback__) if frame.f_code.co_filename in files]
    kind, message = type(exception).__name__, _message(exception)
    reason = _reason(exception, message)
    if isinstance(exception, SyntaxError) and exception.filename in files:
        return Raised("syntax", kind, str(exception.msg), exception.filename or "", exception.lineno, inside=True)
    if isinstance(exception, AttributeError) and _is_ours(exception.obj, library):
        said = f"your file has no `{exception.name}`; the checks use it by that name"
        return Raised(reason, "NameError", said, inside=True)
    if not frames:
        return Raised(reason, kind, message)
    frame, line = frames[-1]
    return Raised(
        reason,
        kind,
        message,
        file=frame.f_code.co_filename,
        line=line,
        called_from=tuple(above for _, above in frames[:-1])[-3:],
        shapes=_shapes(frame, line, library),
        inside=True,
    )


def _is_ours(value: object, library: Library) -> bool:
    return type(value) is ModuleType and value.__name__ in library.sources


def _reason(exception: BaseException, message: str) -> str:
    if isinstance(exception, NotImplementedError) and not message:
        return "unfinished"
    if isinstance(exception, Forbidden):
        return "forbidden"
    if isinstance(exception, SystemExit | KeyboardInterrupt | GeneratorExit):
        return "early_exit"
    if any(base.__module__ == "_pytest.outcomes" for base in type(exception).__mro__):  # pytest.skip and its like
        return "early_exit"
    if isinstance(exception, Hidden):
        return "tampered"
    if isinstance(exception, MemoryError) or any(sign in message for sign in _NO_MEMORY):
        return "memory"
    if isinstance(exception, SyntaxError):
        return "syntax"
    if isinstance(exception, ImportError):
        return "import"
    return "exception"


def _message(exception: BaseException) -> str:
    try:
        text = str(exception)
    except BaseException:  # an exception's own __str__ is learner code
        return ""
    return text if len(text) <= 1000 else text[:1000] + "…"


def _walk(traceback: TracebackType | None) -> Iterator[tuple[types.FrameType, int]]:
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def _shapes(frame: types.FrameType, line: int, library: Library) -> tuple[str, ...]:
    source = next(source for source in library.sources.values() if source.path == frame.f_code.co_filename)
    lines = lines_of(source.data)
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    found = []
    for name in dict.fromkeys(re.findall(r"[^\W\d]\w*", text)):
        value = frame.f_locals.get(name, frame.f_globals.get(name))
        if isinstance(value, torch.Tensor) and type(value) in (torch.Tensor, torch.nn.Parameter):
            found.append(f"{name} is {tuple(value.shape)} {str(value.dtype).removeprefix('torch.')}")
    return tuple(found[:6])


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
