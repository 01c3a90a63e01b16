"""Lessons that were found sound, kept as JSON: whoever only shows a course imports neither yaml nor pydantic.

An entry counts as long as the lesson's bytes, the names and times of the chapter's files and this package are what they
were; so a stale one can't be read, and one that can't be written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from tutor import __version__
from tutor.cachefolder import folder


def key(raw: bytes, fingerprint: list[list[str | int]]) -> str:
    """The name of one state of a lesson and its files."""
    digest = hashlib.sha256(_program().encode())
    digest.update(json.dumps(fingerprint).encode())
    digest.update(raw)
    return digest.hexdigest()


def load(lesson: Path, wanted: str) -> dict[str, Any] | None:
    """What was stored for this lesson under this key."""
    try:
        stored = json.loads(_file(lesson).read_bytes())
        return stored["data"] if stored["key"] == wanted else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store(lesson: Path, key: str, data: dict[str, Any]) -> None:
    """One file a lesson, so that nothing piles up; written whole or not at all."""
    file = _file(lesson)
    draft = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps({"key": key, "data": data}), encoding="utf-8")
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _file(lesson: Path) -> Path:
    where = hashlib.sha256(os.fsencode(lesson.absolute())).hexdigest()[:16]
    return folder() / "lessons" / f"{lesson.stem}-{where}.json"


@cache
def _program() -> str:
    """Changes with the version, and with every edit of this package in a checkout."""
    with os.scandir(Path(__file__).parent) as entries:
        files = sorted((each.name, each.stat().st_mtime_ns) for each in entries if each.name.endswith(".py"))
    return f"{__version__} {files}"
