"""The parent's side of the prover: gives an order about one exercise, hands out facts as they come. No torch here.

An order (made by `order`):

    job, stub        what is proven: the job of `tutor.checking.job.plan`, and the text of the stub
    want             any of reference, seeds, stub, shipped, forbid, wrong, right, generic, mutants
    seeds, threads   the reference is tried under each seed, and with more threads under the first two; every other
                     answer has its own few of them
    more_seeds       the seeds of `want: [seeds]`, which tries the reference alone
    mutants          [[id, text], ...]; `mutant_seconds` for each of these, `patience` seconds for anything else, and
                     `grace` seconds more until what does not hear the alarm is ended from outside

The facts are dicts; `failed` lists whatever did not pass (failed or in error), `told` says why:

    {"fact": "checks", "names": [...]}                                     first of all
    {"fact": "reference", "seed", "threads", "failed", "told", "seconds"}  seconds to wait, None: for ever
                                                                           "alone": True, if compared with nothing
    {"fact": "stub", "passed": [...]}                                      checks that an unfinished file passes
    {"fact": "shipped", "fault": ""}                                       the probes that travel work alone, or why not
    {"fact": "forbid", "name", "exists", "scan", "trace", "blamed"}        scan, trace: caught or not, None: untried
    {"fact": "wrong", "name", "failed", "named", "told", "fault"}          named: which mistake is named for each check
    {"fact": "right", "name", "seed", "failed", "told", "fault", "forbidden"}
    {"fact": "generic", "name", "function", "touched", "flows", "failed"}  see `tutor.checking.generic`
    {"fact": "mutant", "id", "failed", "how"}                              how: killed, timeout, survived
    {"fact": "fault", "file", "line", "sentence"}                          an author's file that can't be used at all
    {"fact": "done", "seconds"}                                            last of all
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tutor.checking.channel import Closed, receive, send
from tutor.checking.forkparent import ForkParent
from tutor.checking.job import plan
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

Fact = dict[str, Any]
WANT = ("reference", "stub", "shipped", "forbid", "wrong", "right", "generic")
_LOADING = 60.0  # seconds until the first attempt: the imports of the check file, on a busy machine
_LOST = 2  # references that never come back, after which nothing else is tried: each costs its patience


class ProverDied(Exception):
    """Nothing more can be said about an exercise; one sentence says why."""


class ParentDied(ProverDied):
    """Nothing more can be said about any exercise."""

    def __init__(self) -> None:
        super().__init__("the process that all proofs are forked from has ended, so nothing after this was tried")


def order(
    course: Course,
    chapter: Chapter,
    step: ExerciseStep,
    want: Sequence[str] = WANT,
    *,
    seeds: Sequence[int] = range(5),
    threads: Sequence[int] = (1, 2),
    more_seeds: Sequence[int] = (),
    mutants: Sequence[tuple[str, str]] = (),
    mutant_seconds: float = 5.0,
    patience: float = 60.0,
    grace: float = 5.0,
) -> dict[str, Any]:
    """The order that proves one exercise. OSError where its solution or its stub can't be read; a chapter that does not
    load as a whole will do."""
    return {
        "job": plan(course, chapter, step, course.root / "solutions").to_json(),
        "stub": course.stub(chapter, step).read_text("utf-8"),
        "want": list(want),
        "seeds": list(seeds),
        "threads": list(threads),
        "more_seeds": list(more_seeds),
        "mutants": [list(mutant) for mutant in mutants],
        "mutant_seconds": mutant_seconds,
        "patience": patience,
        "grace": grace,
    }


class Prover:
    """One prover process at a time, used for many orders; a new one takes the place of one that is lost."""

    def __init__(self, parent: ForkParent) -> None:
        self.parent = parent
        self._child: tuple[int, socket.socket, str] | None = None

    def prove(self, order: dict[str, Any]) -> Iterator[Fact]:
        """Facts as they come. ProverDied where there is nobody to ask, or the check file itself ends the process."""
        started, done, skip, lost_references = time.monotonic(), False, 0, 0
        told_mistakes: list[str] = []
        while not done:
            lost: Fact | None = None
            for message in self._messages(order | {"skip": skip, "told": told_mistakes}):
                if "begin" in message:
                    lost, skip = message, message["begin"] + 1
                    continue
                fact = _lost(lost, message) if "ended" in message else message
                if fact["fact"] == "done":
                    done = True
                    break
                yield fact
                if fact["fact"] == "wrong":
                    told_mistakes.append(fact["name"])
                if fact["fact"] == "reference":
                    lost_references += fact["seconds"] is None
                    if lost_references == _LOST:
                        self.close()
                        raise ProverDied(f"the reference was tried {_LOST} times and never came to an end")
        yield {"fact": "done", "seconds": round(time.monotonic() - started, 3)}

    def _messages(self, order: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What the child says, up to "done"; or {"ended": why, "how": "timeout" or "killed"} where it says no more."""
        pid, conn = self._started()
        limit = _LOADING
        try:
            send(conn, order)
            while True:
                conn.settimeout(limit)
                message, _ = receive(conn)
                yield message
                limit = message.get("limit", limit)
                if message.get("fact") == "done":
                    return
        except GeneratorExit:  # nobody listens to the rest
            self.close()
            raise
        except TimeoutError:
            self.close()
            yield {"ended": f"there was no answer after {limit:g} seconds", "how": "timeout"}
        except Closed:
            how = self.parent.end(pid, grace=1.0)
            self._forget()
            if not self.parent.alive():
                raise ParentDied from None
            by = f"signal {how['signal']}" if "signal" in how else f"exit code {how.get('exit', '?')}"
            yield {"ended": f"it ended the process that ran it ({by})", "how": "killed"}

    def _started(self) -> tuple[int, socket.socket]:
        if self._child is None:
            ours, theirs = socket.socketpair()
            folder = tempfile.mkdtemp(prefix="dltutor-proof-")
            try:
                with theirs:
                    pid = self.parent.fork("prover", (theirs.fileno(),), folder=folder)
            except Closed as fault:
                ours.close()
                shutil.rmtree(folder, ignore_errors=True)
                if not self.parent.alive():
                    raise ParentDied from None
                raise ProverDied(f"no process could be started for the proof: {fault}") from None
            self._child = (pid, ours, folder)
        return self._child[:2]

    def close(self) -> None:
        """Ends the process, with all it started."""
        if self._child is not None:
            self.parent.end(self._child[0])
            self._forget()

    def _forget(self) -> None:
        if self._child is not None:
            _, conn, folder = self._child
            self._child = None
            with contextlib.suppress(OSError):
                conn.close()
            shutil.rmtree(Path(folder), ignore_errors=True)


def _lost(attempt: dict[str, Any] | None, ended: dict[str, Any]) -> Fact:
    """The fact of an attempt that never came back."""
    if attempt is None:
        raise ProverDied(f"the check file can't be loaded: {ended['ended']}")
    fact: Fact = attempt["lost"] | {attempt["tells"]: ended["how" if attempt["tells"] == "how" else "ended"]}
    return fact
