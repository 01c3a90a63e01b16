"""Events as JSON lines on a pipe, written so that training never waits for whoever reads them.

The pipe is not blocking. What the reader hasn't taken yet is kept here; events that the next one supersedes (`epoch`,
`batch`) are dropped while there is a backlog, pictures are dropped when the backlog is large, curve points and the
result are kept. A reader that is gone makes the pipe silent, nothing else.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections import deque
from typing import Any, Protocol

SECONDS_BETWEEN_WRITES = 0.05
LARGE_BACKLOG = 16_000_000
SUPERSEDED = frozenset({"epoch", "batch"})
LARGE = frozenset({"picture", "slider", "scatter"})
PATIENT = frozenset({"log", "output"})
encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode  # `json.dumps` would make one each time


class Sink(Protocol):
    """Where events go: a pipe to the tutor, or the terminal of someone who runs the script by hand."""

    def send(self, event: dict[str, Any]) -> None: ...

    def flush(self) -> None: ...

    def close(self) -> None: ...


class Pipe:
    """The sink of a script that the tutor runs; see the module's docstring."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self._fd = fd
        self._pid = os.getpid()
        self._events: list[dict[str, Any]] = []  # encoded together, see `points.Curves`
        self._backlog: deque[memoryview] = deque()  # offered and refused: the reader is slow
        self._waiting = 0
        self._next_write = 0.0
        self._gone = False

    def send(self, event: dict[str, Any]) -> None:
        self._events.append(event)
        if event["event"] not in PATIENT or time.perf_counter() >= self._next_write:
            self.flush()

    def flush(self) -> None:
        """Writes what the pipe takes at once."""
        if self._events and not self._gone:
            block = "".join([encode(event) + "\n" for event in self._events if self._wanted(event["event"])]).encode()
            self._backlog.append(memoryview(block))
            self._waiting += len(block)
        self._events.clear()
        self._next_write = time.perf_counter() + SECONDS_BETWEEN_WRITES
        if os.getpid() != self._pid:  # a process that the script forked, such as a worker of a DataLoader
            self._gone = True
        while self._backlog and not self._gone:
            block_view = self._backlog[0]
            try:
                written = os.write(self._fd, block_view)
            except BlockingIOError:
                return
            except OSError:  # the reader is gone
                self._gone = True
                return
            self._waiting -= written
            if written == len(block_view):
                self._backlog.popleft()
            else:
                self._backlog[0] = block_view[written:]

    def _wanted(self, kind: str) -> bool:
        if kind in SUPERSEDED:
            return not self._backlog
        return kind not in LARGE or self._waiting <= LARGE_BACKLOG

    def close(self, patience: float = 5.0) -> None:
        """Writes the rest, waiting at most `patience` seconds in all for a slow reader."""
        end = time.perf_counter() + patience
        self.flush()
        while self._backlog and not self._gone and (left := end - time.perf_counter()) > 0:
            select.select([], [self._fd], [], left)
            self.flush()
