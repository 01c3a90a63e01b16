"""The learner's implementation, seen from the judge: probes go out, observations come back, every end is told."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from tutor.checking.bench import CheckFault, Observed, Probe
from tutor.checking.channel import Closed, receive, send
from tutor.checking.job import files_from_json
from tutor.checking.pipe import Pipe
from tutor.checking.run import Raised
from tutor.checking.wire import Garbled

_AFTER_A_HANG = 1.0  # seconds: a check takes hundredths, and the learner has waited for one that never ends already


class RemoteSubject:
    """Asks the worker. After a crash or a time-out the supervisor provides a fresh one, so later checks still count."""

    def __init__(self, control: socket.socket, worker: socket.socket, job: dict[str, Any], shipped: str) -> None:
        self.control = control
        self.pipe = Pipe(worker)
        self.job = job
        self.learner = files_from_json(job["learner"])
        self.shipped = shipped
        self.asked = 0
        self.started = self.check_started = time.monotonic()
        self.loaded = False
        self.title = ""
        self.patience = float(job["check_seconds"])  # seconds for one check

    def begin(self, title: str) -> None:
        """The clock of one check starts; what is printed from now on belongs to it."""
        self.check_started = time.monotonic()
        self.title = title

    def load(self) -> Raised | None:
        """Loads the learner's file; None when it could be imported."""
        order = {
            "target": self.job["target"],
            "sources": [(name, path, data) for name, (path, data) in self.learner.items()],
            "probes": self.shipped,
            "check_file": self.job["check_file"],
            "forbid": list(self.job["forbid"]),
            "folder": self.job["folder"],
            "readable": self.job["readable"],
            "hidden": self.job["hidden"],
            "memory": self.job["memory"],
            "seconds": float(self.job["check_seconds"]),
        }
        try:
            self.pipe.send({"load": order})
            answer = self.pipe.receive(self._deadline())
            self.loaded = True
            if answer["fault"]:
                raise CheckFault(str(answer["fault"]))
            return Raised.from_plain(answer["loaded"]) if answer["loaded"] else None
        except (Closed, TimeoutError, Garbled, KeyError, TypeError, ValueError) as fault:
            return self._lost(fault)

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]:
        """Sends the probe's name and inputs; the returned call waits for what was observed."""
        observed = Observed()
        if not self.loaded and (raised := self.load()):
            observed.raised = raised
            return lambda: observed
        self.asked += 1
        number = self.asked
        try:
            question = {"ask": number, "probe": probe.__name__, "args": args, "seed": seed, "again": again}
            self.pipe.send(question | {"title": self.title})
        except Closed as fault:
            observed.raised = self._lost(fault)
            return lambda: observed
        return lambda: self._read(number, observed)

    def _read(self, number: int, observed: Observed) -> Observed:
        deadline = self._deadline()
        try:
            while True:
                message = self.pipe.receive(deadline)
                if message["ask"] != number:
                    raise Garbled("an answer to another question")
                if "part" in message:
                    observed.add(message["part"])
                    continue
                observed.raised = Raised.from_plain(message["raised"]) if message["raised"] else None
                observed.tampered = str(message["tampered"])
                observed.again = message["again"] if isinstance(message["again"], dict) else None
                return observed
        except (Closed, TimeoutError, Garbled, KeyError, TypeError, AttributeError, ValueError) as fault:
            observed.raised = self._lost(fault)
            return observed

    def _deadline(self) -> float:
        by_check = self.check_started + self.patience
        by_file = self.started + float(self.job["file_seconds"])
        return min(by_check, by_file)

    def _lost(self, fault: Exception) -> Raised:
        """The worker is gone, hung or talks nonsense: has it ended, gets a fresh one, says what happened."""
        hung = isinstance(fault, TimeoutError)
        send(self.control, {"event": "renew", "closed": isinstance(fault, Closed)})
        reply, fds = receive(self.control)
        self.pipe = Pipe(socket.socket(fileno=fds[0]))
        self.loaded = False
        file, line = self._standing(str(reply.get("where", "")))
        inside = line is not None
        if hung and time.monotonic() - self.started >= float(self.job["file_seconds"]):
            seconds = f"{self.job['file_seconds']:g}"
            return Raised("time", "Time", f"the {seconds} seconds for this file are used up", file, line, inside=inside)
        if hung:
            seconds = f"{self.patience:g} second{'' if self.patience == 1 else 's'}"
            self.patience = min(self.patience, _AFTER_A_HANG)
            return Raised("time", "Time", f"no answer after {seconds}", file, line, inside=inside)
        if reply.get("output"):
            return Raised("output", "Output", "it prints without end", file, line, inside=inside)
        if reply.get("signal"):
            number = int(reply["signal"])
            name = signal.Signals(number).name if number in list(signal.Signals) else str(number)
            return Raised("signal", name, f"the program was ended by {name}", file, line, inside=inside)
        if "exit" in reply:
            code = reply["exit"]
            return Raised("early_exit", f"exit code {code}", "", file, line, inside=inside)
        return Raised("tampered", "Garbled", "what came back is no answer of a probe", file, line, inside=inside)

    def _standing(self, where: str) -> tuple[str, int | None]:
        """The innermost line of the learner's files in a dump of faulthandler."""
        own = {_dumped(path): path for path, _ in self.learner.values()}
        for name, line in re.findall(r'File "(.*)", line (\d+)', where):
            if name in own:
                return own[name], int(line)
        return "", None


def _dumped(path: str) -> str:
    """A path as faulthandler writes it: in ASCII, cut after 500 characters."""
    short = path[:500] + ("..." if len(path) > 500 else "")
    return "".join(map(_dumped_sign, short))


def _dumped_sign(sign: str) -> str:
    at = ord(sign)
    if at < 0x80:
        return sign if " " <= sign <= "~" else f"\\x{at:02x}"
    return f"\\x{at:02x}" if at < 0x100 else f"\\u{at:04x}" if at < 0x10000 else f"\\U{at:08x}"
