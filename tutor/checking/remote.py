"""The learner's implementation, seen from the judge: probes go out, observations come back, every end is told."""

from __future__ import annotations

import re
import secrets
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tutor.checking.bench import CheckFault, Observed, Probe
from tutor.checking.channel import Closed, receive, send
from tutor.checking.job import files_from_json
from tutor.checking.pipe import BROKEN, Pipe
from tutor.checking.raised import Raised
from tutor.checking.sourcetext import lines_of
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
        self.loading = self.loaded = False
        self.told = ""  # what the worker's watch has seen the file do
        self.title = ""
        self.patience = float(job["check_seconds"])  # seconds for one check

    def begin(self, title: str) -> None:
        """The clock of one check starts; what is printed from now on belongs to it."""
        self.check_started = time.monotonic()
        self.title = title

    def start_loading(self) -> None:
        """Hands the learner's file to the worker. Closed where there is none any more."""
        key = secrets.token_bytes(16)
        order = {
            "key": key,
            "target": self.job["target"],
            "sources": [(name, path, data) for name, (path, data) in self.learner.items()],
            "probes": self.shipped,
            "check_file": self.job["check_file"],
            "forbid": list(self.job["forbid"]),
            "folder": self.job["folder"],
            "readable": self.job["readable"],
            "hidden": self.job["hidden"],
            "memory": self.job["memory"],
            "seconds": self._left(),
        }
        self.pipe.send({"load": order})
        self.pipe.mark_received(key)
        self.loading = True

    def load(self, patient: bool = True) -> Raised | None:
        """What came of loading the learner's file; None when it could be imported.

        A worker that dies before it has begun with that is no fault of the file: another one is asked, once.
        """
        begun = False
        try:
            if not self.loading:
                self.start_loading()
            self.loading = False
            begun = bool(self._next()["begun"])
            answer = self._next()
            self.loaded = True
            if answer["fault"]:
                raise CheckFault(str(answer["fault"]))
            raised = Raised.from_plain(answer["loaded"]) if answer["loaded"] else None
            if self.told and (raised is None or raised.reason == "import"):
                raised = Raised.tampering(self.told)
            return replace(raised, line=self._naming(raised.message)) if raised and raised.is_tampering else raised
        except (Closed, TimeoutError, Garbled, KeyError, TypeError, ValueError) as fault:
            lost = self._lost(fault)
            return self.load(patient=False) if patient and not begun and isinstance(fault, Closed) else lost

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]:
        """Sends the probe's name and inputs; the returned call waits for what was observed."""
        observed = Observed()
        if not self.loaded and (raised := self.load()):
            observed.raised = raised
            return lambda: observed
        self.asked += 1
        number = self.asked
        try:
            question = {
                "seconds": self._left(),
                "ask": number,
                "probe": probe.__name__,
                "args": args,
                "seed": seed,
                "again": again,
            }
            self.pipe.send(question | {"title": self.title})
        except Closed as fault:
            observed.raised = self._lost(fault)
            return lambda: observed
        return lambda: self._read(number, observed)

    def _read(self, number: int, observed: Observed) -> Observed:
        try:
            while True:
                message = self._next()
                if message["ask"] != number:
                    raise Garbled("an answer to another question")
                if "part" in message:
                    observed.add(message["part"])
                    continue
                observed.raised = Raised.from_plain(message["raised"]) if message["raised"] else None
                observed.tampered = self.told or str(message["tampered"])
                if observed.raised and observed.raised.kind == "BdbQuit":
                    observed.tampered = ""  # a forgotten breakpoint() is no attack
                observed.tampered_at = self._naming(observed.tampered) if observed.tampered else None
                observed.again = message["again"] if isinstance(message["again"], dict) else None
                return observed
        except (Closed, TimeoutError, Garbled, KeyError, TypeError, AttributeError, ValueError) as fault:
            observed.raised = self._lost(fault)
            return observed

    def _next(self) -> Any:
        """The worker's next answer; what its watch tells meanwhile is kept."""
        while "told" in (message := self.pipe.receive(self._deadline())):
            self.told = self.told or str(message["told"])
        return message

    def _naming(self, saying: str) -> int | None:
        """The first line of the learner's file with the name that a saying ends on (`torch.allclose`), or with what
        leads there by another name."""
        found = re.search(r"replaces (\S+), which|\((\S+)\)$", saying)
        whole = found[1] or found[2] if found else ""
        name = whole.rpartition(".")[2].strip("'[]")
        lines = lines_of(self.learner[self.job["target"]][1])
        for pattern in (rf"\b{re.escape(whole)}", rf"\b{re.escape(name)}\b", r"\b(inspect|traceback|ctypes|gc)\."):
            for at, line in enumerate(lines, 1):
                if name and re.search(pattern, line):
                    return at
        return None

    def _deadline(self) -> float:
        by_check = self.check_started + self.patience
        by_file = self.started + float(self.job["file_seconds"])
        return min(by_check, by_file)

    def _left(self) -> float:
        return self._deadline() - time.monotonic()

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
        if reply.get("exit") == BROKEN:
            said = "the way back to the checks is broken"
            return Raised("tampered", "Broken", said, file, line, inside=inside)
        if "exit" in reply:
            code = reply["exit"]
            return Raised("early_exit", f"exit code {code}", "", file, line, inside=inside)
        return Raised("tampered", "Garbled", "what came back is no answer of a probe", file, line, inside=inside)

    def _standing(self, where: str) -> tuple[str, int | None]:
        """The innermost line of the learner's files in a dump of faulthandler."""
        own = {_dumped(path): path for path, _ in self.learner.values()}
        for name, line in re.findall(r'File "(.*)", line (\d{1,9})\b', where):
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
