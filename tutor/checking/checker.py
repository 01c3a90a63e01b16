"""The supervisor: from a job to a verdict. It runs in the tutor's own process and imports no torch.

It keeps one spare pair of judge and worker forked ahead of need. `check` blocks (call it in a thread); `cancel`, from
any other thread, ends the pair at once. A command starts the fork parent first of all and imports the rest while that
imports torch, so this module imports little.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tutor.checking import channel, forkparent
from tutor.checking.pair import Pair
from tutor.checking.verdict import Cancelled, CheckResult, ExerciseVerdict

if TYPE_CHECKING:
    from tutor.checking.job import CheckJob

ATTEMPTS = 3  # at one check, whose processes may be killed from outside
_GRACE = 15.0  # for the judge itself, above what the learner's code may take
OnVerdict = Callable[[ExerciseVerdict], None]


class Checker:
    """Checks jobs, one at a time. `close` ends every process; it may be called twice."""

    def __init__(self) -> None:
        self._parent: forkparent.ForkParent | None = None
        self._spare: Pair | None = None
        self._lock = threading.Lock()  # one check at a time
        self._parent_lock = threading.Lock()
        self._waking, self._wake = os.pipe()
        os.set_blocking(self._waking, False)
        self._cancelled = False
        self._closed = False
        self._checks = 0

    # -- processes

    def parent(self) -> forkparent.ForkParent:
        """The fork parent, started or replaced as needed. Training runs are forked from it too."""
        with self._parent_lock:
            if self._parent is None or not self._parent.alive():
                self._drop_spare()
                if self._parent is not None:
                    self._parent.close()
                self._parent = forkparent.start()
            return self._parent

    def loading(self) -> bool:
        """Whether the fork parent was started and can't fork at once yet."""
        parent = self._parent
        return parent is not None and parent.busy()

    def _drop_spare(self) -> None:
        """What died with its fork parent still has a folder and descriptors."""
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()

    def warm(self) -> None:
        """Gets everything ready for a first check, in a thread of its own; returns at once."""
        threading.Thread(target=self._prepare, daemon=True, name="dltutor-warm").start()

    def _prepare(self) -> None:
        with contextlib.suppress(channel.Closed, OSError), self._lock:
            if not self._closed:
                self.parent().preload()
                self._make_spare()

    def _make_spare(self) -> None:
        if self._spare is None and not self._closed:
            spare = Pair(self.parent(), warm=True)
            with self._parent_lock:
                self._spare = spare

    def _take_pair(self) -> Pair:
        parent = self.parent()
        with self._parent_lock:  # which a training run may be replacing
            pair, self._spare = self._spare, None
        if pair is not None and not pair.alive():
            pair.close()
            pair = None
        return pair or Pair(parent, warm=False)

    # -- checking

    def check(self, job: CheckJob, on_verdict: OnVerdict | None = None) -> ExerciseVerdict:
        """The verdict with its diagnosis; `on_verdict` hears the verdict before the diagnosis is known.

        Raises Cancelled after `cancel`. A fault of the course or the tutor is a verdict `error`, never an exception.
        """
        if job.unreadable or job.untouched:
            from tutor.checking import unjudged

            ready = unjudged.unread(job) if job.unreadable else unjudged.untouched(job)
            if on_verdict:
                on_verdict(ready)
            return ready
        with self._lock:
            self._cancelled = False
            with contextlib.suppress(BlockingIOError):
                os.read(self._waking, 1 << 10)
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return self._run(job, on_verdict)
                except channel.Closed as fault:  # a fork parent that died is replaced without the learner noticing
                    if self._cancelled:
                        raise Cancelled from None
                    if attempt == ATTEMPTS:
                        return _fault(job, f"The checker itself stopped working ({fault}). Please run the check again.")
        raise AssertionError("unreachable")

    def cancel(self) -> None:
        """Calls off the check in progress, if any."""
        self._cancelled = True
        os.write(self._wake, b"x")

    def _run(self, job: CheckJob, on_verdict: OnVerdict | None) -> ExerciseVerdict:
        started = time.monotonic()
        pair = self._take_pair()
        self._checks += 1
        try:
            channel.send(pair.control, job.to_json() | pair.folders)
            return self._listen(pair, job, on_verdict, started)
        finally:
            pair.close()
            if not self._closed and self._parent is not None and self._parent.alive():
                self._replenish()

    def _replenish(self) -> None:
        def later() -> None:
            with contextlib.suppress(channel.Closed, OSError), self._lock:
                if self._checks > 1 and not self._closed:  # closed while this waited: nothing may start any more
                    self.parent().preload()
                self._make_spare()

        threading.Thread(target=later, daemon=True, name="dltutor-spare").start()

    def _listen(self, pair: Pair, job: CheckJob, on_verdict: OnVerdict | None, started: float) -> ExerciseVerdict:
        until = time.monotonic() + job.limits.file_seconds + _GRACE  # the fork parent may just have been replaced
        verdict: ExerciseVerdict | None = None
        with selectors.DefaultSelector() as selector:
            selector.register(pair.control, selectors.EVENT_READ, "judge")
            selector.register(self._waking, selectors.EVENT_READ, "cancel")
            selector.register(pair.prints, selectors.EVENT_READ, "output")
            while True:
                ready = {key.data for key, _ in selector.select(max(0.0, until - time.monotonic()))}
                if "cancel" in ready and self._cancelled:
                    raise Cancelled
                if "output" in ready and not pair.read_output():
                    selector.unregister(pair.prints)
                if "judge" in ready:
                    message, _ = channel.receive(pair.control)
                    match message["event"]:
                        case "renew":
                            with contextlib.suppress(KeyError):
                                selector.unregister(pair.prints)
                            began = time.monotonic()
                            pair.renew_worker(closed=message["closed"])
                            until += time.monotonic() - began  # to end one that has multiplied takes seconds
                            selector.register(pair.prints, selectors.EVENT_READ, "output")
                        case "verdict":
                            pair.read_output()
                            verdict = _verdict(job, message["checks"], pair, time.monotonic() - started)
                            if on_verdict:
                                on_verdict(verdict)
                        case "diagnosis":
                            assert verdict is not None
                            return _diagnosed(verdict, message["found"])
                if time.monotonic() > until:
                    if verdict is not None:  # which stands, whatever keeps the diagnosis
                        return verdict
                    return _fault(job, "The check took far too long. This is a fault of the check, not of your code.")

    def close(self) -> None:
        """Ends every process. A check in progress is called off."""
        if self._closed:
            return
        self._closed = True
        self.cancel()
        with self._lock:
            self._drop_spare()
            if self._parent is not None:
                self._parent.close()
                self._parent = None


def _verdict(job: CheckJob, checks: list[dict[str, Any]], pair: Pair, seconds: float) -> ExerciseVerdict:
    from tutor.checking import unjudged

    results = tuple(CheckResult(**check) for check in checks)
    statuses = {result.status for result in results}
    status: Any = "error" if "error" in statuses or not results else "failed" if "failed" in statuses else "passed"
    whole = unjudged.verdict(job, status, results, job.note)
    return replace(whole, output=pair.output, seconds=round(seconds, 4), sandbox=pair.confined)


def _diagnosed(verdict: ExerciseVerdict, found: dict[str, dict[str, str]]) -> ExerciseVerdict:
    return verdict.with_checks(
        tuple(
            replace(check, mistake=found[check.id]["mistake"] or None, diagnosis=found[check.id]["says"])
            if check.id in found
            else check
            for check in verdict.checks
        )
    )


def _fault(job: CheckJob, why: str) -> ExerciseVerdict:
    from tutor.checking import unjudged

    return unjudged.alike(job, "error", why, status="error", reason=None, message=why)
