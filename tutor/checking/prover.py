"""The prover: a child of the fork parent (role "prover") that tries one exercise in every way its author is to know of.

It answers orders (see `tutor.checking.proving`, the parent's side) with facts: what each answer came to, never whether
that is good. Before each attempt it says which one, so that the parent can tell whose fault a silence is, and go on
behind it in another child. Everything here is an author's file or a change of one: trusted to be no attack, not
trusted to end, to be quiet or to stay small.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from typing import Any

import torch

from tutor.checking import limits
from tutor.checking.alarm import Alarm
from tutor.checking.attempt import Attempt, Trial
from tutor.checking.attempts import planned
from tutor.checking.channel import Closed, receive, send
from tutor.checking.checkfile import FaultyFile
from tutor.checking.proof import Proof

_MEMORY = 2 * 2**30  # half of what a learner may use: several provers run at once


def main(conn: socket.socket, folder: str) -> None:
    """Answers orders until nobody gives any more. `folder` is where author code may leave what it likes."""
    _settle(folder)
    alarm = Alarm()
    while True:
        try:
            order, _ = receive(conn)
            for message in answer(order, alarm):
                send(conn, message)
        except Closed:
            return


def answer(order: dict[str, Any], alarm: Alarm) -> Iterator[dict[str, Any]]:
    """The messages that answer one order: before each attempt {"begin": its number, "limit": seconds, "lost": the fact
    where it never comes back, "tells": the field that says why}, and facts. The first `order["skip"]` attempts are left
    out."""
    started = time.monotonic()
    try:
        trial = Trial(Proof(order["job"]), order, alarm)
    except FaultyFile as fault:
        yield fault.fact
    else:
        if not order["skip"]:
            yield {"fact": "checks", "names": trial.everything}
        for number, attempt in enumerate(planned(trial)):
            if number >= order["skip"]:
                yield {"begin": number, "limit": attempt.limit, "lost": attempt.lost, "tells": attempt.tells}
                yield from _tried(attempt)
    yield {"fact": "done", "seconds": round(time.monotonic() - started, 3)}


def _tried(attempt: Attempt) -> Iterator[dict[str, Any]]:
    try:
        yield from attempt.run()
    except Exception as fault:  # no attempt may keep the others from being made
        yield attempt.lost | {attempt.tells: "killed" if attempt.tells == "how" else f"{type(fault).__name__}: {fault}"}


def _settle(folder: str) -> None:
    """Quiet, in a folder of its own, and no larger than a worker."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    sys.stdin, sys.stdout, sys.stderr = (open(os.devnull, mode) for mode in "rww")  # noqa: SIM115 - for its life
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    limits.apply(memory=_MEMORY)
