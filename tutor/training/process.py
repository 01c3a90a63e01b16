"""The process behind a run: how to signal it and how to end it with everything it started."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Protocol

from tutor.checking.forkparent import ForkParent, ZygoteParent


class Process(Protocol):
    """A running script. `poll` gives the exit status, negative for a signal, or None while it runs."""

    def signal(self, number: int) -> None: ...

    def poll(self) -> int | None: ...

    def end(self) -> int: ...


def start(config: dict[str, Any], parent: ForkParent | None, fds: tuple[int, ...]) -> Process:
    """The process of a script, forked by the checker's fork parent where there is one, else cold.

    `fds` are its ends of the pipes: events, output and, where a learner may be asked, answers.
    """
    if isinstance(parent, ZygoteParent):
        return ForkedProcess(config, parent, fds)
    return ColdProcess(config, fds)


class ForkedProcess:
    """A script forked from the process that has imported torch already. It dies with that one."""

    def __init__(self, config: dict[str, Any], parent: ForkParent, fds: tuple[int, ...]) -> None:
        self._parent = parent
        self._pid = parent.fork("script", fds, config=config)
        self._status: int | None = None
        self._ending = threading.Lock()

    def signal(self, number: int) -> None:
        if self._status is None:
            self._parent.signal(self._pid, number)

    def poll(self) -> int | None:
        return self._status if self._status is not None else _status(self._parent.poll(self._pid))

    def end(self) -> int:
        with self._ending:
            if self._status is None:
                self._status = _status(self._parent.end(self._pid)) or 0
            return self._status


def _status(ended: dict[str, int]) -> int | None:
    return -ended["signal"] if "signal" in ended else ended.get("exit")


class ColdProcess:
    """A script in a fresh interpreter; until its first event it takes as long as importing torch."""

    def __init__(self, config: dict[str, Any], fds: tuple[int, ...]) -> None:
        _, output, *_ = fds
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tutor.training.child", *map(str, fds)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=fds,
            process_group=0,  # Ctrl+C in the terminal is the tutor's; and what the script starts can be ended with it
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(config).encode() + b"\n")
            self._process.stdin.flush()  # left open: its end tells the script that nobody is left

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def poll(self) -> int | None:
        return self._process.poll()

    def end(self) -> int:
        """Kills it and all its descendants, and waits. What has left its process group is found through /proc."""
        pid = self._process.pid
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGSTOP)  # nothing is started while we look
            started = descendants(pid)
        else:
            started = []
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        for each in started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        status = self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        return status


def descendants(pid: int) -> list[int]:
    """The processes below `pid`, where the system tells (Linux)."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        with contextlib.suppress(OSError):
            for listed in Path(f"/proc/{each}/task").glob("*/children"):
                children = [int(child) for child in listed.read_text().split()]
                found += children
                waiting += children
    return found
