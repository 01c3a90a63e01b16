"""Noticing that a file was saved, by whatever program, without asking the system for more than a `stat`.

Size and time alone miss a save within one tick of a coarse clock, and the inode alone misses an editor that writes in
place; so a new stamp only means "read it", and only other bytes mean "it changed".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What `stat` says of a file that may have been rewritten or replaced."""

    mtime_ns: int
    size: int
    inode: int


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of `path`; None while it doesn't exist (some editors remove it for a moment)."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


class WatchedFile:
    """The learner's file as it was last seen, `text`. `changed` gives the new text once for each change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""
        self.readable = True  # as UTF-8
        self._stamp: Stamp | None = None
        self._digest = b""
        self._emptied = False

    def remember(self, text: str) -> None:
        """The file now holds `text`, and the screen knows it."""
        self.text, self.readable = text, True
        self._stamp = stamp_of(self.path)
        self._digest = _digest(text.encode("utf-8", "surrogateescape"))

    def changed(self) -> str | None:
        """The text of the file where it isn't what was last seen, else None."""
        stamp = stamp_of(self.path)
        if stamp is None or stamp == self._stamp:
            return None
        if stamp.size == 0 and not self._emptied:  # an editor that truncates first: look again at the next tick
            self._emptied = True
            return None
        self._emptied = False
        try:
            raw = self.path.read_bytes()[:MAX_BYTES]
        except OSError:
            return None
        self._stamp = stamp
        digest = _digest(raw)
        if digest == self._digest:
            return None
        self._digest = digest
        try:
            self.text, self.readable = raw.decode("utf-8"), True
        except UnicodeDecodeError:
            self.text, self.readable = "", False
        return self.text


def _digest(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16).digest()
