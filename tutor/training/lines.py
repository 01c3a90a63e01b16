"""Lines that a learner types for a script: from the tutor through a pipe, or by hand from the keyboard.

Each is a function that waits for the next line and returns None where no more will come.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable

LONGEST = 1_000  # characters; with four bytes each a pipe still takes a line whole or not at all
SECONDS_BETWEEN_LOOKS = 0.1

NextLine = Callable[[], str | None]


def clean(text: str) -> str:
    """One line without control characters and halves of letters, which whatever is typed or pasted may hold."""
    return "".join(char if char.isprintable() else " " for char in text[:LONGEST]).strip()


class Descriptor:
    """The lines of a pipe or a terminal."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._pid = os.getpid()
        self._rest = b""
        self._open = True

    def __call__(self) -> str | None:
        return self.line()

    def line(self, wanted: Callable[[], bool] | None = None) -> str | None:
        """The next line. `wanted` is asked now and then whether anybody waits for it any more: None if not."""
        while b"\n" not in self._rest and self._open:
            if os.getpid() != self._pid:  # a process that the script forked: its lines are not for it
                return None
            if wanted is not None and not select.select([self._fd], [], [], SECONDS_BETWEEN_LOOKS)[0]:
                if not wanted():
                    return None
                continue
            self._read()
        line, _, self._rest = self._rest.partition(b"\n")
        return clean(line.decode("utf-8", "replace")) if line or self._open else None

    def _read(self) -> None:
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # a terminal that was closed
            data = b""
        self._open = bool(data)
        self._rest += data


def keyboard() -> Descriptor | None:
    """The lines of whoever runs a script by hand; None where no terminal is on both ends."""
    try:
        both = sys.stdin.isatty() and sys.stdout.isatty()
    except (AttributeError, ValueError):  # there is no stdin, or it was closed
        return None
    return Descriptor(sys.stdin.fileno()) if both else None
