"""Tells the judge at once when the learner's file looks into the program that runs it: frames, all objects, raw memory.

From there a file could rewrite what a probe observes. Python reports such a look to an audit hook (PEP 578), which
cannot be taken off again. The hook only tells: what it has told can't be unsaid, and a crash keeps its own reason.
Looks are told only where they come straight from the learner's file; torch, dataclasses and debuggers look, too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import FrameType, FunctionType
from typing import Any

_FRAMES = "looks into the program that runs it"
_LOOKS = {
    "sys._getframe": _FRAMES,
    "sys._getframemodulename": _FRAMES,
    "sys._current_frames": _FRAMES,
    "sys._current_exceptions": _FRAMES,
    "sys.settrace": _FRAMES,
    "sys.setprofile": _FRAMES,
    "sys.addaudithook": _FRAMES,
    "gc.get_objects": _FRAMES,
    "gc.get_referrers": _FRAMES,
    "gc.get_referents": _FRAMES,
    "ctypes.dlopen": "reaches below Python",
    "ctypes.dlsym": "reaches below Python",
    "ctypes.cdata": "reaches below Python",
    "ctypes.cdata/buffer": "reaches below Python",
    "ctypes.string_at": "reaches below Python",
    "ctypes.wstring_at": "reaches below Python",
    "ctypes.PyObj_FromPtr": "reaches below Python",
    "ctypes.call_function": "reaches below Python",
    "code.__new__": "makes code that says it comes from elsewhere",
}
_FRAME_OF = ("tb_frame", "gi_frame", "cr_frame", "ag_frame")
_BODY = ("__code__", "__defaults__", "__kwdefaults__")
_CONDUITS = ("/inspect.py", "/ctypes/__init__.py", "/threading.py")
_WALKS = ("walk_stack", "walk_tb", "<genexpr>")

SAYINGS = frozenset({*(f"{says} ({event})" for event, says in _LOOKS.items())} | {
    *(f"{_FRAMES} ({name})" for name in _FRAME_OF),
    *(f"replaces the {name} of a function that is not yours" for name in _BODY),
    "makes code that says it comes from elsewhere (compile)",
})  # fmt: skip
"""Everything that may be told. Known ahead, so that each can be put into a message before any learner code runs."""


def watch(own: frozenset[str], told: Mapping[str, Callable[[], None]]) -> None:
    """From now on, and for the rest of this process, calls what `told` has for one of `SAYINGS` where a file of `own`
    looks where it should not; each once."""
    once: set[str] = set()

    def hook(event: str, arguments: tuple[Any, ...], getframe: Callable[[int], FrameType] = sys._getframe) -> None:
        if event in _LOOKS:
            saying = f"{_LOOKS[event]} ({event})"
        elif event == "object.__getattr__" and arguments[1] in _FRAME_OF:
            saying = f"{_FRAMES} ({arguments[1]})"
        elif event == "object.__setattr__" and arguments[1] in _BODY and _foreign(arguments[0], own):
            saying = f"replaces the {arguments[1]} of a function that is not yours"
        elif event == "compile" and _library(arguments[1]):
            saying = "makes code that says it comes from elsewhere (compile)"
        else:
            return
        if saying in once or looking:
            return
        looking.append(True)  # looking at the frames is a look, too
        try:
            if _theirs(getframe(1), own):
                once.add(saying)
                told[saying]()
        finally:
            looking.pop()

    looking: list[bool] = []
    sys.addaudithook(hook)


def _theirs(frame: FrameType | None, own: frozenset[str]) -> bool:
    """Whether the look comes from the learner's file, straight or through what Python offers for it."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename in own or code.co_filename == "<string>":
            return True
        walks = code.co_filename.endswith("/traceback.py") and code.co_name in _WALKS
        if not walks and not code.co_filename.endswith(_CONDUITS):
            return False
        if frame.f_back is None:
            return True  # the bottom of a thread, which looks on behalf of whoever told it to
        frame = frame.f_back
    return False


def _foreign(value: Any, own: frozenset[str]) -> bool:
    return type(value) is FunctionType and value.__code__.co_filename not in own


def _library(filename: Any) -> bool:
    """Whether code with this file name would pass for torch's, Python's or ours."""
    return isinstance(filename, str | bytes) and any(
        part in (filename if isinstance(filename, str) else filename.decode("utf-8", "replace"))
        for part in ("/torch/", "/tutor/", "/lib/python", "site-packages", "<checks of", "<frozen")
    )
