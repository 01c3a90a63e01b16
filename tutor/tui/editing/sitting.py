"""Which of the tutors that are open on one workspace this one is: the first, the second, ...

Each holds a lock as long as it lives, which the system takes back from one that is killed. By its number it keeps
drafts of its own, and sees whether whoever left another draft is still there.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

MOST = 9


class Sitting:
    """The first free number. Where the file system has no locks (some network homes), everyone is the first."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / ".dltutor"
        self._held: int | None = None
        self.number = 1
        for number in range(1, MOST + 1):
            with contextlib.suppress(OSError, ImportError):
                handle = self._open(number)
                if _lock(handle):
                    self._held, self.number = handle, number
                    return
                os.close(handle)

    def is_open(self, number: int) -> bool:
        """Whether a tutor with this number is there now, this one or another."""
        if number == self.number:
            return True
        with contextlib.suppress(OSError, ImportError):
            handle = self._open(number)
            try:
                return not _lock(handle)
            finally:
                os.close(handle)
        return False

    def close(self) -> None:
        """Gives the number back. May be called twice."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _open(self, number: int) -> int:
        return os.open(self._folder / f"sitting-{number}.lock", os.O_RDWR | os.O_CREAT, 0o666)


def _lock(handle: int) -> bool:
    """Whether nobody else holds it. OSError where there are no locks."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
