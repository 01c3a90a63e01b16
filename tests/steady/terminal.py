"""The tutor's screens in a pseudo-terminal, driven blindly: keys go in, and what is painted is read away."""

from __future__ import annotations

import contextlib
import time

import pexpect
import pyte

from tests.steady.processes import kill

_ROWS, _COLUMNS = 24, 80


class Terminal:
    """A program in a terminal. What it painted so far is `painted`, as raw bytes."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        more = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.child = pexpect.spawn(command[0], command[1:], env=environment | more, dimensions=(_ROWS, _COLUMNS))
        self.painted = b""
        self._shown = 0
        self._screen = pyte.Screen(_COLUMNS, _ROWS)
        self._stream = pyte.ByteStream(self._screen)

    def press(self, keys: str) -> None:
        """Types. A program that has ended hears nothing."""
        with contextlib.suppress(OSError):
            self.child.send(keys)

    def run(self, until: float) -> None:
        """Lets it paint until this moment."""
        while (left := until - time.monotonic()) > 0:
            if not self._read(min(left, 0.05)):
                return

    def wait(self, words: bytes, seconds: float = 60) -> None:
        """Lets it paint until these words were painted in one piece."""
        ends = time.monotonic() + seconds
        while words not in self.painted:
            if time.monotonic() > ends or not self._read(0.05):
                raise AssertionError(f"{words!r} was not painted, but {self.painted[-2000:]!r}")

    def until(self, *words: str, without: str = "\0", seconds: float = 60) -> None:
        """Lets it paint until all of these words stand on its screen, and others don't."""
        ends = time.monotonic() + seconds
        while not all(word in self.text for word in words) or without in self.text:
            if time.monotonic() > ends or not self._read(0.05):
                raise AssertionError(f"{words} without {without!r}, but the screen shows:\n{self.text}")

    @property
    def text(self) -> str:
        """What the screen shows."""
        self._stream.feed(self.painted[self._shown :])
        self._shown = len(self.painted)
        return "\n".join(self._screen.display)

    def kill(self) -> None:
        """`kill -9`, then the terminal is closed. May be called twice."""
        if self.child.closed:
            return
        kill(self.child.pid)
        while self._read(0.5):
            pass
        self.child.close(force=True)

    def _read(self, seconds: float) -> bool:
        """Takes what was painted. False once there is nobody left to paint."""
        try:
            self.painted += self.child.read_nonblocking(1 << 16, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True
