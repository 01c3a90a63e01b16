"""Noticing that a file was saved, by whatever editor, with nothing but `stat` ten times a second."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tutor.learner.files import sha256

YOUNG_NS = 100_000_000
"""A file saved less than this ago may be saved again within one tick of its clock: it is read once more."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file when it was last read. `young` files are read again although `stat` says the same."""

    stamp: tuple[int, int, int]
    sha: str
    young: bool


class FileWatch:
    """Several files; `changed` names those whose content is another than when it was last asked.

    A file that is missing for a moment (many editors save by removing and renaming), or empty for a moment (others
    truncate first), counts when it is back.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._seen: dict[Path, _Seen | None] = {path: _look(path) for path in paths}

    def changed(self) -> tuple[Path, ...]:
        """The files that were saved with another content since the last call."""
        found = []
        for path, old in self._seen.items():
            new = self._look_again(path, old)
            if new is None or new is old:
                continue
            self._seen[path] = new
            if old is None or new.sha != old.sha:
                found.append(path)
        return tuple(found)

    @staticmethod
    def _look_again(path: Path, old: _Seen | None) -> _Seen | None:
        stamp = _stamp(path)
        if stamp is None or (old is not None and stamp == old.stamp and not old.young):
            return None
        new = _look(path)
        return None if new is not None and new.young and stamp[1] == 0 else new


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _look(path: Path) -> _Seen | None:
    stamp = _stamp(path)
    if stamp is None:
        return None
    try:
        return _Seen(stamp, sha256(path.read_bytes()), abs(time.time_ns() - stamp[0]) < YOUNG_NS)
    except OSError:
        return None
