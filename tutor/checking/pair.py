"""One judge and one worker, forked for one check: their sockets, their folder, what they print, and their end."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from dataclasses import dataclass
from typing import Any

from tutor.checking import channel, landlock
from tutor.checking.forkparent import ForkParent

_GRACE = 2.0
SEPARATOR = "\x1e"  # the worker puts it before the title of each check
MAX_OUTPUT = 64 * 1024
ENDLESS_OUTPUT = 8 * 2**20  # of one worker


@dataclass(slots=True)
class Worker:
    """A worker's process id, the pipe of what it prints, and the memory file that tells where it stood."""

    pid: int
    output: int
    where: int


class Pair:
    """Judge and worker. The supervisor talks to the judge alone; the worker hears the judge alone."""

    def __init__(self, parent: ForkParent, *, warm: bool) -> None:
        """Forks both. `warm` is for a spare: it has time to warm up, while a check that waits has not."""
        self.parent = parent
        self.folder = tempfile.mkdtemp(prefix="dltutor-check-")
        self.printed = bytearray()
        self.endless = False
        self._seen = self._from_worker = 0
        ours, theirs = socket.socketpair()
        judge_end, worker_end = socket.socketpair()
        with theirs, judge_end, worker_end:
            self.worker = self._start_worker(worker_end, warm)
            self.judge = parent.fork("judge", (theirs.fileno(), judge_end.fileno()), warm=warm)
        self.control = ours

    def _start_worker(self, conn: socket.socket, warm: bool) -> Worker:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self.endless, self._from_worker = False, 0
        where = os.memfd_create("dltutor-where")
        try:
            pid = self.parent.fork("worker", (conn.fileno(), writing, where), warm=warm)
        finally:
            os.close(writing)
        return Worker(pid, reading, where)

    def renew_worker(self, *, closed: bool) -> None:
        """Ends the worker, tells the judge how it ended, and gives it a fresh one.

        `closed` says that it has closed its socket: then it is ending by itself, and how is what the learner wants to
        know.
        """
        ended = self._end_worker(grace=_GRACE if closed else 0)
        judge_end, worker_end = socket.socketpair()
        with judge_end, worker_end:
            self.worker = self._start_worker(worker_end, warm=False)
            channel.send(self.control, ended, (judge_end.fileno(),))

    def _end_worker(self, grace: float = 0) -> dict[str, Any]:
        ended: dict[str, Any] = dict(self.parent.end(self.worker.pid, grace))
        self.read_output()
        os.lseek(self.worker.where, 0, os.SEEK_SET)
        ended["where"] = os.read(self.worker.where, 20_000).decode("utf-8", "replace")
        ended["output"] = self.endless
        os.close(self.worker.output)
        os.close(self.worker.where)
        return ended

    def read_output(self) -> bool:
        """Takes what the worker printed so far; keeps the first 64 kB. False at the end of the stream.

        A worker that prints without end is killed: what it prints must not cost the tutor time or memory.
        """
        while True:
            try:
                part = os.read(self.worker.output, 1 << 16)
            except BlockingIOError:
                return True
            if not part:
                return False
            self._seen += len(part)
            self._from_worker += len(part)
            self.printed += part[: max(0, MAX_OUTPUT - len(self.printed))]
            if self._from_worker > ENDLESS_OUTPUT and not self.endless:
                self.endless = True
                self.parent.signal(self.worker.pid, 9)

    @property
    def confined(self) -> tuple[str, ...]:
        """What the kernel keeps the worker from: other people's `files`, the `network`, other `processes`."""
        kept = {
            "files": landlock.version() > 0,
            "network": self.parent.namespaces or landlock.version() >= landlock.WITH_NETWORK,
            "processes": self.parent.namespaces,
        }
        return tuple(name for name, is_kept in kept.items() if is_kept)

    @property
    def output(self) -> str:
        """What the learner's code printed, cut where it is too long."""
        text = self.printed.decode("utf-8", "replace")
        first, *rest = text.split(SEPARATOR)
        parts = [first] if first.strip() else []
        for part in rest:
            title, _, printed = part.partition("\n")
            if printed.strip():
                parts.append(f"── {title}\n{printed}")
        cut = "\n… (the rest is cut)\n" if self._seen > len(self.printed) else ""
        return "".join(parts) + cut

    def close(self) -> None:
        """Ends both, removes the folder."""
        self._end_worker()
        self.parent.end(self.judge)
        self.control.close()
        shutil.rmtree(self.folder, ignore_errors=True)
