"""Noticing that a file was saved, by whatever editor, with nothing but `stat` ten times a second.

A new stamp only means "read it", and only other bytes mean "it changed". A stamp holds the time of the last change of
any kind besides that of the contents: the latter can be set back (`cp -p`, `touch -r`), the former can't. Where both
come from a coarse clock, two saves within one of its ticks look alike, so a file is read again for a while after each.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tutor.checking.snapshot import Unreadable, read

MISSING_SECONDS = 1.0  # longer than an editor takes that saves by removing and renaming
SETTLED_SECONDS = 2.5  # the coarsest clocks of file systems tick every two seconds

Stamp = tuple[int, int, int, int, int]


class WatchedFile:
    """One file as it was last seen: its bytes in `data`, or in `fault` the sentence why it can't be read.

    A file that is missing for a moment (many editors save by removing and renaming), or empty for a moment (others
    truncate first), counts when it is back.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self.data: bytes | None = None
        self.fault = ""
        self._clock = clock
        self._stamp: Stamp | None = None
        self._settled_at = 0.0
        self._was_empty = False
        self._missing_since: float | None = None

    def look(self) -> None:
        """What is there now is known."""
        self._was_empty = True  # an empty file is believed at once
        self.changed()

    def remember(self, data: bytes) -> None:
        """The file now holds `data`, and whoever asks knows it."""
        self.data, self.fault = data, ""
        self._take(_stamp(self.path))

    def changed(self) -> bool:
        """Whether it holds something else than when it was last seen; `data` and `fault` say what."""
        stamp = _stamp(self.path)
        if stamp is None or (stamp == self._stamp and self._clock() > self._settled_at):
            return False
        if stamp[2] == 0 and stat.S_ISREG(stamp[4]) and not self._was_empty:
            self._was_empty = True
            return False
        self._was_empty = False
        if stamp != self._stamp:
            self._take(stamp)
        data, fault = _read(self.path)
        if (data, fault) == (self.data, self.fault):
            return False
        self.data, self.fault = data, fault
        return True

    def gone(self) -> bool:
        """True once when the file that was there has been missing for more than a moment; nothing is known then."""
        if self._stamp is None or _stamp(self.path) is not None:
            self._missing_since = None
            return False
        if self._missing_since is None:
            self._missing_since = self._clock()
        if self._clock() - self._missing_since < MISSING_SECONDS:
            return False
        self.data, self.fault, self._stamp, self._missing_since = None, "", None, None
        return True

    def _take(self, stamp: Stamp | None) -> None:
        self._stamp, self._settled_at = stamp, self._clock() + SETTLED_SECONDS


class FileWatch:
    """Several files; `changed` names those whose content is another than when it was last asked."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._files = [WatchedFile(path) for path in paths]
        for file in self._files:
            file.look()

    def changed(self) -> tuple[Path, ...]:
        """The files that were saved with another content since the last call."""
        return tuple(file.path for file in self._files if file.changed())


def _stamp(path: Path) -> Stamp | None:
    """What the system says of the file without reading it; None while there is none."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode


def _read(path: Path) -> tuple[bytes | None, str]:
    try:
        return read(path), ""
    except Unreadable as fault:
        return None, str(fault)
