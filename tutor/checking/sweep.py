"""Ends whatever a worker has left behind, where no PID namespace does: the fork parent and a worker's init call it.

As a subreaper the caller inherits what `setsid` and double forks hid. All are stopped before any is killed, since a
fork bomb forks faster than it can be killed one by one.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from collections.abc import Collection, Iterator
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


def inherit() -> None:
    """From now on this process is the parent of every descendant that loses its own."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def all_but(spared: Collection[int] = ()) -> None:
    """Kills and reaps every child but these, with all below, until none is left."""
    me = os.getpid()
    while lost := [pid for pid in _children(me) if pid not in spared]:
        stopped: set[int] = set()
        while running := {pid for root in lost for pid in _tree(root)} - stopped:
            _signal(running, signal.SIGSTOP)
            stopped |= running
        _signal(stopped, signal.SIGKILL)
        for pid in lost:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _tree(root: int) -> Iterator[int]:
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += _children(pid)


def _children(pid: int) -> list[int]:
    """A process with several threads may have children by each of them."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def _signal(pids: Collection[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
