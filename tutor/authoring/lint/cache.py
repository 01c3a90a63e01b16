"""What was tried before with the very same files is not tried again: one small JSON file a question.

A key covers every byte that decides the answer: the exercise's files and those it uses, the checker's own code, the
versions of Python and torch. What is remembered are facts; what they mean is worked out anew each time. So an entry
never goes stale; those not asked for in a month are dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import tutor
from tutor.cachefolder import folder as cache_folder

_KEPT_SECONDS = 30 * 24 * 3600.0
ROOMS = ("checking", "course", "datasets", "training")
"""The rooms of the program whose code runs in a proof or in a script."""


class Cache:
    """Answers by key, in the user's cache folder. Nothing here raises: without a cache lint is slower, not wrong."""

    def __init__(self, *, read: bool = True) -> None:
        self._folder = cache_folder() / "lint"
        self._read = read
        self._new: list[Path] = []

    def get(self, key: str) -> Any:
        """What was put under this key; None where nothing was."""
        if not self._read:
            return None
        file = self._folder / f"{key}.json"
        try:
            found = json.loads(file.read_bytes())
            os.utime(file)
            return found
        except (OSError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Written whole or not at all."""
        file = self._folder / f"{key}.json"
        draft = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(value), encoding="utf-8")
            draft.replace(file)
            self._new.append(file)

    def forget(self) -> None:
        """Drops what was put since this object was made: something was wrong about all of it."""
        while self._new:
            with suppress(OSError):
                self._new.pop().unlink()

    def drop_old(self) -> None:
        """Removes what nobody asked for in a month."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if time.time() - file.stat().st_mtime > _KEPT_SECONDS:
                    file.unlink(missing_ok=True)


def key_of(files: list[Path], *more: object) -> str:
    """The name of a question about these files (by content and name) and these other facts."""
    digest = hashlib.sha256(_program().encode())
    for file in files:
        digest.update(f"{file.parent.name}/{file.name}".encode() + b"\0")
        try:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError:
            digest.update(b"missing")
    digest.update(json.dumps(more, default=str, sort_keys=True).encode())
    return digest.hexdigest()[:40]


@cache
def _program() -> str:
    """Changes with every edit of the code that decides, and with the versions it runs on."""
    root = Path(tutor.__file__).parent
    digest = hashlib.sha256()
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    digest.update((root / "live.py").read_bytes())
    return f"{digest.hexdigest()} {metadata.version('torch')} {platform.python_version()} {platform.machine()}"
