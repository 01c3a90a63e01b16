"""From an exception to what a learner can use of it: their innermost line, and the shapes of the tensors on it."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from types import ModuleType, TracebackType

import torch

from tutor.checking.loading import Library
from tutor.checking.raised import Forbidden, Hidden, Raised
from tutor.checking.sourcetext import lines_of

_NO_MEMORY = ("can't allocate memory", "Storage size calculation overflowed")


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
