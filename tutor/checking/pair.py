"""One judge and one worker, forked for one check: their sockets, their folder, what they print, and their end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
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
    ended: bool = False


class Pair:
    """Judge and worker. The supervisor talks to the judge alone; the worker hears the judge alone."""

    def __init__(self, parent: ForkParent, *, warm: bool) -> None:
        """Forks both. `warm` is for a spare: it has time to warm up, while a check that waits has not."""
        self.parent = parent
        self.printed = bytearray()
        self.endless = False
        self._seen = self._from_worker = 0
        self.control, theirs = socket.socketpair()
        judge_end, worker_end = socket.socketpair()
        with contextlib.ExitStack() as undo, theirs, judge_end, worker_end:  # the fork parent may die at any moment
            undo.callback(self.control.close)
            self.worker = self._start_worker(worker_end, warm)
            undo.callback(self._end_worker)
            self.folder = tempfile.mkdtemp(prefix="dltutor-check-")  # soon known to the fork parent, too
            undo.callback(shutil.rmtree, self.folder, ignore_errors=True)
            os.mkdir(self.folders["folder"])
            judge_fds = (theirs.fileno(), judge_end.fileno())
            self.judge = parent.fork("judge", judge_fds, warm=warm, folder=self.folder)
            undo.pop_all()

    @property
    def folders(self) -> dict[str, str]:
        """What the job tells of them: the learner's code writes into one, the judge's into the other."""
        return {"folder": os.path.join(self.folder, "learner"), "judge_folder": self.folder}

    @property
    def prints(self) -> int:
        """The descriptor of what the present worker prints."""
        return self.worker.output

    def alive(self) -> bool:
        """Whether both wait for a job still. The system may have killed one, and that is not the learner's doing."""
        return not self.parent.poll(self.worker.pid) and not self.parent.poll(self.judge)

    def _start_worker(self, conn: socket.socket, warm: bool) -> Worker:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self.endless, self._from_worker = False, 0
        where = os.memfd_create("dltutor-where")
        try:
            pid = self.parent.fork("worker", (conn.fileno(), writing, where), warm=warm)
        except BaseException:
            os.close(reading)
            os.close(where)
            raise
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
        worker = self.worker
        if worker.ended:
            return {}
        ended: dict[str, Any] = dict(self.parent.end(worker.pid, grace))
        self.read_output()
        os.lseek(worker.where, 0, os.SEEK_SET)
        ended["where"] = os.read(worker.where, 20_000).decode("utf-8", "replace")
        ended["output"] = self.endless
        worker.ended = True
        os.close(worker.output)
        os.close(worker.where)
        return ended

    def read_output(self) -> bool:
        """Takes what the worker printed so far; keeps the first 64 kB. False at the end of the stream.

        A worker that prints without end is ended: what it prints must not cost the tutor time or memory. It is asked
        first, to hear where it stands.
        """
        worker = self.worker
        while not worker.ended:
            try:
                part = os.read(worker.output, 1 << 16)
            except BlockingIOError:
                return True
            if not part:
                return False
            self._seen += len(part)
            self._from_worker += len(part)
            self.printed += part[: max(0, MAX_OUTPUT - len(self.printed))]
            if self._from_worker > (2 if self.endless else 1) * ENDLESS_OUTPUT:
                self.parent.signal(worker.pid, signal.SIGKILL if self.endless else signal.SIGTERM)
                self.endless = True
        return False

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
        parts = [part if part.endswith("\n") else f"{part}\n" for part in parts]
        cut = "\n… (the rest is cut)\n" if self._seen > len(self.printed) else ""
        return "".join(parts) + cut

    def close(self) -> None:
        """Ends both, removes the folder."""
        self._end_worker()
        self.parent.end(self.judge)
        self.control.close()
        shutil.rmtree(self.folder, ignore_errors=True)
