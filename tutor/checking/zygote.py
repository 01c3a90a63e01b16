"""The fork parent: has imported what a check needs, has never run a tensor operation, and forks children on demand.

    python -m tutor.checking.zygote FD

The standard forkserver re-imports the caller's `__main__` in every child (+240 ms with a textual or typer main) and
swallows a failed preload, hence an own one. It must not run tensor operations: forking after OpenMP was used deadlocks;
the children warm themselves up. It also kills and reaps the children, so no process id can be mistaken for another's,
and as a subreaper it inherits, and sweeps away, whatever a worker leaves behind (`setsid`, double forks), where there
are no namespaces to end all of that with the worker.

Messages: {"do": "fork", "role", ...} with the child's descriptors -> {"pid"}; {"do": "end", "pid", "grace"} ->
{"exit"}, {"signal"} or {"killed"}; {"do": "poll", "pid"} -> {"exit"}, {"signal"} or {};
{"do": "signal", "pid", "number"} -> {}; {"do": "preload"} -> {}.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from tutor.checking import channel, namespaces, sweep

_PR_SET_PDEATHSIG = 1
_SECONDS_BETWEEN_LOOKS = 0.2


def main() -> None:
    """Imports, then serves until the supervisor is gone."""
    conn = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C belongs to the supervisor
    sweep.inherit()
    with _looking_up(conn, lambda: os._exit(0)):
        _imports()
    _freeze()
    Zygote(conn).serve()


def _imports() -> None:
    import pytest  # noqa: F401
    import safetensors.torch  # noqa: F401
    import torch  # noqa: F401

    from tutor.checking import forbid, given, judge, worker  # noqa: F401
    from tutor.training import child  # noqa: F401

    forbid.exists("aten.add")  # reads the list of torch's operators once, for all children


def _preload() -> None:
    """What a first use would import: `torch._dynamo` comes with the first optimizer and takes 0.6-0.9 s."""
    import torch._dynamo
    import torch.optim
    import torch.utils.data  # noqa: F401

    _freeze()


def _freeze() -> None:
    """Keeps the children's garbage collector from going through all that was imported, and from copying every page."""
    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def _looking_up(conn: socket.socket, leave: Callable[[], object]) -> Iterator[None]:
    """For imports that take seconds: looks now and then whether the supervisor still lives, and leaves if not."""
    poll = select.poll()
    poll.register(conn, 0)  # a hang-up is told without being asked for

    def look(number: int, frame: object) -> None:
        if poll.poll(0):
            leave()

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS_BETWEEN_LOOKS, _SECONDS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Zygote:
    """Serves one supervisor."""

    def __init__(self, conn: socket.socket) -> None:
        self.conn = conn
        self.alive: set[int] = set()
        self.ended: dict[int, dict[str, int]] = {}
        self.inner: dict[int, int] = {}  # of a worker: where its init tells how that ended
        self.folders: set[str] = set()  # of judges and provers, which the supervisor removes unless it is killed

    def serve(self) -> NoReturn:
        """One request, one reply. The end of the stream ends everything."""
        channel.send(self.conn, {"ready": True, "namespaces": namespaces.offered()})
        while True:
            try:
                request, fds = channel.receive(self.conn)
                channel.send(self.conn, self.reply(request, fds))
            except channel.Closed:
                self.leave()

    def leave(self) -> NoReturn:
        """Ends every child, and this process without taking down the interpreter: with torch that costs 0.3 s."""
        for pid in list(self.alive):
            self.end(pid)
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    def reply(self, request: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        """Does what is asked."""
        match request["do"]:
            case "fork":
                return {"pid": self.fork(request, fds)}
            case "end":
                return self.end(int(request["pid"]), float(request.get("grace", 0)))
            case "poll":
                return self.poll(int(request["pid"]))
            case "signal":
                with contextlib.suppress(ProcessLookupError):
                    if int(request["pid"]) in self.alive:
                        os.kill(int(request["pid"]), int(request["number"]))
                return {}
            case "preload":
                with _looking_up(self.conn, self.leave):
                    _preload()
                return {}
        raise ValueError(f"unknown request {request['do']!r}")

    def fork(self, request: dict[str, Any], fds: list[int]) -> int:
        """A child that plays `role` on `fds`; never returns there. A worker gets an init and namespaces of its own."""
        parent = os.getpid()
        learners = request["role"] == "worker"
        pid, inner = namespaces.fork() if learners else (os.fork(), -1)
        if pid:
            for fd in fds:
                os.close(fd)
            self.alive.add(pid)
            if request["role"] in ("judge", "prover"):
                self.folders = {folder for folder in self.folders if os.path.isdir(folder)} | {request["folder"]}
            if learners:
                self.inner[pid] = inner
            return pid
        status = 1
        try:
            _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if not learners and os.getppid() != parent:
                os._exit(1)
            self.conn.close()
            os.setsid()
            play(request, fds)
            status = 0
        except SystemExit as leave:
            status = leave.code if isinstance(leave.code, int) else 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def poll(self, pid: int) -> dict[str, int]:
        """How a child ended, or nothing while it runs."""
        if pid in self.alive:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self._note(pid, status)
        return self.ended.get(pid, {})

    def end(self, pid: int, grace: float = 0) -> dict[str, int]:
        """Kills a child, with everything it started, and tells how it ended: its own way if it does so within `grace`
        seconds (one that has closed its socket is about to), else {"killed": 1}."""
        until = time.monotonic() + grace
        while not self.poll(pid) and time.monotonic() < until:
            time.sleep(0.002)
        if self.poll(pid):
            sweep.all_but(self.alive)
            return self.ended.pop(pid)
        if pid not in self.alive:
            return {"exit": 0}
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self._note(pid, status)
        sweep.all_but(self.alive)
        del self.ended[pid]
        return {"killed": 1}

    def _note(self, pid: int, status: int) -> None:
        self.alive.discard(pid)
        if pid in self.inner:
            status = namespaces.status(self.inner.pop(pid), status)
        code = os.waitstatus_to_exitcode(status)
        self.ended[pid] = {"signal": -code} if code < 0 else {"exit": code}


def play(request: dict[str, Any], fds: list[int]) -> None:
    """The role of a child, forked or cold."""
    match request["role"]:
        case "judge":
            from tutor.checking import judge

            judge.main(socket.socket(fileno=fds[0]), socket.socket(fileno=fds[1]), warm=request["warm"])
        case "worker":
            from tutor.checking import worker

            worker.main(socket.socket(fileno=fds[0]), output=fds[1], where=fds[2], warm=request["warm"])
        case "script":
            from tutor.training import child

            child.main(request["config"], events=fds[0], output=fds[1], answers=fds[2] if len(fds) > 2 else None)
        case "prover":
            from tutor.checking import prover

            prover.main(socket.socket(fileno=fds[0]), request["folder"])
        case role:
            raise ValueError(f"unknown role {role!r}")


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
