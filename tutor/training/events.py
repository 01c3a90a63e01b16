"""Events as they arrive: lines from a pipe, and only what is shaped like an event.

The pipe is in the hands of the learner's process, so a line is believed to be nothing in particular: what is not a
known event with the right types is dropped, and whoever draws can rely on the rest.
"""

from __future__ import annotations

import json
import math
import os
from typing import Any

from tutor.training.cloud import is_cloud
from tutor.training.frames import are_frames, are_pictures

LONGEST_LINE = 64_000_000
MOST_AT_ONCE = 1 << 16

_TEXT_OR_NONE = (str, type(None))
_FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "start": {"script": str, "subject": str, "uses": list, "borrowed": list, "threads": int},
    "stage": {"title": str, "number": int, "of": (int, type(None))},
    "epoch": {"epoch": int, "of": int, "done": int},
    "batch": {"batch": int, "of": (int, type(None)), "rate": (int, float), "left": (int, float, type(None))},
    "log": {"step": int, "epoch": (int, type(None)), "stage": _TEXT_OR_NONE, "metrics": dict},
    "picture": {
        "title": str,
        "rows": (list, type(None)),
        "columns": (list, type(None)),
        "caption": _TEXT_OR_NONE,
        "pictures": list,
    },
    "slider": {
        "title": str,
        "rows": (list, type(None)),
        "columns": (list, type(None)),
        "caption": _TEXT_OR_NONE,
        "frames": list,
    },
    "scatter": {
        "title": str,
        "names": list,
        "x": (list, type(None)),
        "y": (list, type(None)),
        "joined": bool,
        "caption": _TEXT_OR_NONE,
        "points": list,
        "labels": list,
        "left_out": int,
        "background": (list, type(None)),
    },
    "text": {"title": str, "text": str},
    "say": {"text": str},
    "ask": {"title": str, "prompt": str, "suggestion": str, "number": int},
    "asked": {"title": str, "prompt": str, "line": _TEXT_OR_NONE},
    "output": {"text": str},
    "failed": {
        "message": str,
        "line": (int, type(None)),
        "file": _TEXT_OR_NONE,
        "kind": str,
        "text": str,
        "shapes": list,
    },
    "result": {"metrics": dict},
    "spent": {"seconds": (int, float)},
}


def parse(line: bytes) -> dict[str, Any] | None:
    """The event in one line, or None."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    fields = _FIELDS.get(str(event.get("event"))) if isinstance(event, dict) else None
    if fields is None or any(not isinstance(event.get(name), kind) for name, kind in fields.items()):
        return None
    if "metrics" in fields and not all(map(_is_number, event["metrics"].values())):
        return None
    if "frames" in fields and not are_frames(event["frames"]):
        return None
    if "pictures" in fields and not are_pictures(event["pictures"]):
        return None
    if "points" in fields and not is_cloud(event):
        return None
    if not all(math.isfinite(value) for value in event.values() if isinstance(value, int | float)):
        return None
    whole: dict[str, Any] = _whole(event) if rb"\ud" in line.lower() else event
    return whole


def _whole(value: Any) -> Any:
    """The same without halves of letters, which no file and no database can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(each) for name, each in value.items()}
    return value


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, int | float | str) and float(value) is not None
    except (ValueError, OverflowError):
        return False


class Lines:
    """Whole lines from a pipe, as many as there are. `open` turns False at its end."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self.open = True
        self._rest = b""

    def read(self) -> list[bytes]:
        """What can be read now without waiting."""
        try:
            data = os.read(self.fd, MOST_AT_ONCE) if self.open else b""
        except BlockingIOError:
            return []
        if not data:
            self.open = False
            rest, self._rest = self._rest, b""
            return [rest] if rest else []
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""
        return [line + b"\n" for line in lines]

    def close(self) -> None:
        os.close(self.fd)
        self.open = False
