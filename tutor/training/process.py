"""The process behind a run: how to signal it and how to end it with everything it started."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol


class Process(Protocol):
    """A running script. `poll` gives the exit status, negative for a signal, or None while it runs."""

    def signal(self, number: int) -> None: ...

    def poll(self) -> int | None: ...

    def end(self) -> int: ...


class Parent(Protocol):
    """Whoever can fork a script: the checker's fork parent."""

    def start_script(self, config: dict[str, Any], events: int, output: int) -> Process: ...


class ColdProcess:
    """A script in a fresh interpreter, where there is nobody to fork one: it takes as long as importing torch."""

    def __init__(self, config: dict[str, Any], events: int, output: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tutor.training.child", str(events), str(output)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=(events, output),
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
