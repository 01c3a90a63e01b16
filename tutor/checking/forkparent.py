"""The supervisor's end of the fork parent: starts it, asks it for children, replaces it when it dies.

Where there is no fork, `ColdParent` starts a cold process for each child and offers the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from typing import Any, Protocol

from tutor.checking import channel

_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",  # where lint tries two threads on busy cores, those that spin took most of its time
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


class ForkParent(Protocol):
    """What makes, signals and ends children. `namespaces` tells whether its workers are alone in their world; it is
    known once the first child was forked."""

    namespaces: bool

    def fork(self, role: str, fds: tuple[int, ...], **config: Any) -> int: ...

    def end(self, pid: int, grace: float = 0) -> dict[str, int]: ...

    def poll(self, pid: int) -> dict[str, int]: ...

    def signal(self, pid: int, number: int) -> None: ...

    def preload(self) -> None: ...

    def alive(self) -> bool: ...

    def busy(self) -> bool: ...

    def close(self) -> None: ...


class ZygoteParent:
    """A running `tutor.checking.zygote`. Calls from several threads take turns."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.complaints = tempfile.TemporaryFile()  # noqa: SIM115 - for its life; nothing may land on the learner's screen
        self.lock = threading.Lock()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tutor.checking.zygote", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=self.complaints,
                stderr=self.complaints,
                env=os.environ | _ENVIRONMENT,
                start_new_session=True,
            )
        self.conn = ours
        self.namespaces = False
        self._ready = False
        self._preloading = False
        self._gone = False  # seen at the socket, before the process can be waited for

    def _ask(self, request: dict[str, Any], fds: tuple[int, ...] = ()) -> dict[str, Any]:
        with self.lock:
            try:
                if not self._ready:
                    hello, _ = channel.receive(self.conn)
                    self.namespaces = bool(hello.get("namespaces"))
                    self._ready = True
                channel.send(self.conn, request, fds)
                reply, _ = channel.receive(self.conn)
            except channel.Closed as fault:
                self._gone = True
                raise channel.Closed(self._complaint() or str(fault)) from None
        return reply

    def _complaint(self) -> str:
        """The last line that the fork parent printed, such as "ModuleNotFoundError: No module named 'torch'"."""
        try:
            self.complaints.seek(0)
            lines = self.complaints.read().decode("utf-8", "replace").strip().splitlines()
        except ValueError:
            return ""
        return lines[-1] if lines else ""

    def fork(self, role: str, fds: tuple[int, ...], **config: Any) -> int:
        """The process id of a new child that plays `role` on `fds`. Channel's Closed if the fork parent is gone."""
        return int(self._ask({"do": "fork", "role": role, **config}, fds)["pid"])

    def end(self, pid: int, grace: float = 0) -> dict[str, int]:
        """Kills a child and all it started; how it ended by itself within `grace` seconds, or that it was killed.

        A fork parent that died took its children with it.
        """
        try:
            return self._ask({"do": "end", "pid": pid, "grace": grace})
        except channel.Closed:
            return {"signal": signal.SIGKILL}

    def poll(self, pid: int) -> dict[str, int]:
        """How a child ended; nothing while it runs."""
        try:
            return self._ask({"do": "poll", "pid": pid})
        except channel.Closed:
            return {"signal": signal.SIGKILL}

    def signal(self, pid: int, number: int) -> None:
        """Sends a signal to a child."""
        with contextlib.suppress(channel.Closed):
            self._ask({"do": "signal", "pid": pid, "number": number})

    def preload(self) -> None:
        """Imports what a first use would import. Takes about a second; requests wait meanwhile."""
        self._preloading = True
        try:
            with contextlib.suppress(channel.Closed):
                self._ask({"do": "preload"})
        finally:
            self._preloading = False

    def alive(self) -> bool:
        """Whether it can still fork."""
        return not self._gone and self.process.poll() is None

    def busy(self) -> bool:
        """Whether it is still importing, so that the next request would wait for that."""
        return self.alive() and (not self._ready or self._preloading)

    def close(self) -> None:
        """Ends it, and with it every child."""
        self.conn.close()
        if not self._ready:  # it has no children yet, and would finish importing torch before it looked
            self.process.kill()
        try:
            self.process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.complaints.close()


class ColdParent:
    """Children as cold processes: slower by the import of torch, for systems without fork (or DLTUTOR_NO_FORK=1)."""

    namespaces = False

    def __init__(self) -> None:
        self.children: dict[int, subprocess.Popen[bytes]] = {}

    def fork(self, role: str, fds: tuple[int, ...], **config: Any) -> int:
        """Starts `python -m tutor.checking.cold`."""
        request = json.dumps({"role": role, **config})
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "tutor.checking.cold", request, *(str(fd) for fd in fds)],
            pass_fds=fds,
            stdin=subprocess.DEVNULL,
            env=os.environ | _ENVIRONMENT,
            start_new_session=True,
        )
        self.children[child.pid] = child
        return child.pid

    def end(self, pid: int, grace: float = 0) -> dict[str, int]:
        """Kills the child's process group, unless the child ends by itself within `grace` seconds."""
        child = self.children.pop(pid, None)
        if child is None:
            return {"exit": 0}
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=grace)
        if child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            child.wait()
            return {"killed": 1}
        return _ended(child.wait())

    def poll(self, pid: int) -> dict[str, int]:
        """How it ended; nothing while it runs."""
        child = self.children.get(pid)
        code = child.poll() if child else 0
        return {} if code is None else _ended(code)

    def signal(self, pid: int, number: int) -> None:
        """Sends a signal."""
        if child := self.children.get(pid):
            child.send_signal(number)

    def preload(self) -> None:
        """Nothing is shared between cold processes."""

    def alive(self) -> bool:
        """Always."""
        return True

    def busy(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Ends all."""
        for pid in list(self.children):
            self.end(pid)


def _ended(code: int) -> dict[str, int]:
    return {"signal": -code} if code < 0 else {"exit": code}


def start() -> ForkParent:
    """The fork parent of this system."""
    if os.environ.get("DLTUTOR_NO_FORK") == "1" or not hasattr(os, "fork"):
        return ColdParent()
    return ZygoteParent()
