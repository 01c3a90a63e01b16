"""The worker: the learner's code and the probes, nothing else. Everything it says is hostile until compared.

It answers two messages: "load" (the learner's snapshots, the shipped text of the check file) and "ask" (one probe).
Each part of an answer is sent when it is made, so nothing can rewrite it later. It is always ended from outside.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib.abc
import os
import socket
import sys
import tempfile
import time
import types
import warnings
from collections.abc import Callable
from typing import Any

import torch

from tutor.checking import landlock, limits, namespaces
from tutor.checking.channel import Closed
from tutor.checking.forbid import Forbid
from tutor.checking.guard import Guard
from tutor.checking.loading import Library
from tutor.checking.pair import SEPARATOR
from tutor.checking.pipe import BROKEN, Pipe
from tutor.checking.raised import Hidden, Raised
from tutor.checking.run import run_again, run_probe
from tutor.checking.screen import imported, screened
from tutor.checking.ship import load_probes
from tutor.checking.warmup import warm_up
from tutor.checking.watch import SAYINGS, watch
from tutor.checking.wire import encode, fresh

_LEAVE, _NOW = os._exit, time.monotonic


def main(conn: socket.socket, output: int, where: int, *, warm: bool) -> None:
    """Serves one judge on `conn`. What the learner prints goes to `output`; where it stands at a crash, to `where`.

    A spare (`warm`) uses torch once while it waits.
    """
    _redirect(output)
    faulthandler.enable(file=where, all_threads=False)
    _tell_exits(where)
    _warn_once()
    torch.set_num_threads(1)
    if warm:
        warm_up()
    guard = Guard()
    pipe = Pipe(conn)
    answer: Callable[[Pipe, dict[str, Any]], None] | None = None  # bound before any learner code can reach its class
    while True:
        try:
            message = pipe.receive()
        except Closed:
            return
        if answer is not None:
            _or_leave(answer, pipe, message)
        elif "load" in message:
            pipe.mark_sent(message["load"].pop("key"))
            bench = _Loaded(message["load"], where, guard)
            answer = bench.answer
            _hide_checker()
            watch(bench.own, {saying: _teller(pipe, saying) for saying in SAYINGS})
            pipe.send({"begun": True})
            failed = bench.load()
            pipe.send({"loaded": failed.to_plain() if failed else None, "fault": bench.fault})


def _or_leave(answer: Callable[[Pipe, dict[str, Any]], None], pipe: Pipe, message: dict[str, Any]) -> None:
    """Answers, or leaves with a status of its own where the learner's code has broken what an answer needs."""
    try:
        answer(pipe, message)
    except Exception:
        raise SystemExit(BROKEN) from None


def _teller(pipe: Pipe, saying: str) -> Callable[[], None]:
    """Tells the judge one thing about the learner's file, and nothing that this file may replace is needed for it."""
    send, data = pipe.send_encoded, encode({"told": saying})
    return lambda: send(data)


def _hide_checker() -> None:
    """From now on no name leads to the checker: no module, no attribute of its package, not `__main__`."""
    for name in [name for name in sys.modules if name == "tutor.checking" or name.startswith("tutor.checking.")]:
        del sys.modules[name]
    vars(sys.modules["tutor"]).pop("checking", None)
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.meta_path.insert(0, _NoChecker())


class _NoChecker(importlib.abc.MetaPathFinder):
    """Keeps the checker from being imported once more."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "tutor.checking" or fullname.startswith("tutor.checking."):
            raise Hidden("the checker is not for import")


def _redirect(output: int) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def _tell_exits(where: int) -> None:
    """Leaves the line of an `os._exit` behind, which is otherwise the one end without a trace."""
    leave, worker = os._exit, os.getpid()

    def exit_with_trace(status: int) -> None:
        if os.getpid() == worker:
            faulthandler.dump_traceback(where, all_threads=False)
        leave(status)

    os._exit = exit_with_trace  # type: ignore[assignment]


def _warn_once() -> None:
    """Python shows a warning once a place and module; here every probe runs a new module, so the text decides."""
    seen: set[str] = set()

    def show(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
        if str(message) not in seen:
            seen.add(str(message))
            print(f"{os.path.basename(filename)}, line {lineno}: {category.__name__}: {message}", file=sys.stderr)

    warnings.showwarning = show


class _Loaded:
    """One exercise, loaded: the learner's library and the probes."""

    def __init__(self, order: dict[str, Any], where: int, guard: Guard) -> None:
        own = namespaces.own_disks(order["folder"])
        os.chdir(order["folder"])
        os.environ["TMPDIR"] = tempfile.tempdir = order["folder"]
        limits.apply(memory=order["memory"])
        landlock.confine((order["folder"], *own), order["readable"], order["hidden"])
        self.where = where
        self.title = ""
        self.worn: types.ModuleType | None = None
        self.process = os.getpid()
        self.dump_at = 0.0  # when the dump that is set would come
        self.seconds: float = order["seconds"]
        self.target: str = order["target"]
        self.library = Library.of_files(
            {name: (path, data) for name, path, data in order["sources"]}, self.target.partition(".")[0]
        )
        self.own = frozenset(source.path for source in self.library.sources.values())
        self.forbid = Forbid(tuple(order["forbid"]), self.own, self.library.sources)
        self.guard = guard
        self._hold, self._tampered = guard.hold, guard.tampered
        self.fault = ""
        try:
            self.probes = load_probes(order["probes"], order["check_file"])
        except Exception as fault:  # no learner code has run yet: this is the course's own
            self.fault = f"{type(fault).__name__}: {fault}"

    def load(self) -> Raised | None:
        """What the text itself or its import says, or nothing."""
        if failed := screened(self.library, self.target, self.forbid):
            return failed
        with self._watched():
            raised = imported(self.library, self.target, self.forbid, self._hold)
        return raised or Raised.tampering(self._tampered())

    def answer(self, pipe: Pipe, message: dict[str, Any]) -> None:
        """Runs one probe, sending each part as it comes."""
        ask, self.seconds = message["ask"], message["seconds"]
        if message["title"] != self.title:
            self.title = message["title"]
            print(f"{SEPARATOR}{self.title}")

        def emit(part: dict[str, Any]) -> None:
            self._only_once()
            pipe.send({"ask": ask, "part": part})

        probe, seed, args = self.probes[message["probe"]], message["seed"], message["args"]
        kept = fresh(args)  # the probe or the learner may change what it is given
        with self._watched(), self.forbid.traced():
            raised = run_probe(probe, self.library, self.target, args, seed, emit, _silence, self._hold)
            again = self._again(probe, kept, seed) if message["again"] and raised is None else None
            self._only_once()
        tampered = self._tampered()
        _flush()
        pipe.send({"ask": ask, "raised": raised.to_plain() if raised else None, "tampered": tampered, "again": again})

    def _again(self, probe: Any, args: tuple[Any, ...], seed: int) -> dict[str, Any] | None:
        """The same question to a module that has answered all the earlier ones."""
        with _silence():
            if self.worn is None:
                self.worn = self.library.fresh(self.target)
            return run_again(probe, self.worn, args, seed, self._hold)

    def _only_once(self) -> None:
        """The learner's code may fork, and both come back here: one of them answers."""
        if os.getpid() != self.process:
            _LEAVE(0)

    @contextlib.contextmanager
    def _watched(self) -> Any:
        os.ftruncate(self.where, 0)  # where it stood before says nothing of where it stands now
        os.lseek(self.where, 0, os.SEEK_SET)
        left = self.dump_at - _NOW()
        if not 0.5 * self.seconds < left < 0.9 * self.seconds:  # each call starts a thread, and ends the last one
            left = max(0.05, 0.8 * self.seconds)
            self.dump_at = _NOW() + left
            faulthandler.dump_traceback_later(left, file=self.where)
        yield


def _silence() -> contextlib.AbstractContextManager[Any]:
    return contextlib.redirect_stdout(None)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
